import type { Scalar } from '@fleetwright/model';
import { factsOf, isLate, type LateValue, Leaf, type Origin, type Path } from '@fleetwright/model/engine';
import { byCodeUnit } from '../deploy/names.ts';

/**
 * A Kubernetes type in the making: every leaf may also be a {@link Leaf}, whose origin it keeps, and optional fields may
 * be `undefined`. Kinds pass leaves of the settings on; that is how a field of the object knows its line.
 */
export type Draft<T> = [T] extends [Scalar]
  ? T | Leaf<T> | (string extends T ? SlotText : never)
  : T extends readonly (infer I)[]
    ? readonly Draft<I>[]
    : { readonly [K in keyof T]: undefined extends T[K] ? Draft<NonNullable<T[K]>> | undefined : Draft<T[K]> };

/**
 * Text that follows from the image in a slot and is filled in beside it: a container's image, the version as a label may
 * say it, or the whole reference. A release whose image alone moves keeps its config.
 */
export class SlotText {
  readonly slot: string;
  readonly what: 'image' | 'version' | 'reference';

  constructor(slot: string, what: SlotText['what']) {
    this.slot = slot;
    this.what = what;
  }
}

/** A {@link SlotText} of an object. */
export interface SlotUse {
  readonly path: Path;
  readonly text: SlotText;
}

/** A map or list of an escape hatch with nothing in it, and no leaf to say where it stands. */
export class Empty {
  readonly of: 'map' | 'list';
  readonly origin: Origin;

  constructor(of: 'map' | 'list', origin: Origin) {
    this.of = of;
    this.origin = origin;
  }
}

/** A draft as patches and {@link finish} walk it. */
export type DraftNode =
  | Scalar
  | Leaf
  | SlotText
  | Empty
  | null
  | undefined
  | readonly DraftNode[]
  | { readonly [key: string]: DraftNode };

/** A draft that is a map. */
export type DraftMap = { readonly [key: string]: DraftNode };

/** What a placeholder stands in for, which is what the field takes. */
export type Target = 'string' | 'integer' | 'boolean';

/** A value that each cluster fills in. */
export interface Late {
  /** In the object, from its top. */
  readonly path: Path;
  readonly late: LateValue;
  readonly target: Target;
}

/** Plain data as a manifest has it. */
export type PlainNode = Scalar | null | readonly PlainNode[] | { readonly [key: string]: PlainNode };

/** A map of plain data. */
export type PlainMap = { readonly [key: string]: PlainNode };

/** An object with placeholders where facts belong, and where everything in it comes from. */
export interface Finished {
  readonly object: PlainMap;
  readonly lates: readonly Late[];
  readonly slots: readonly SlotUse[];
  /** Origin of the value at a path, or of the nearest thing above or below it that has one. */
  origins(path: Path): Origin;
}

/** Type of a fact by name; `undefined` for one that the fleet does not declare. */
export type FactTypes = (fact: string) => 'text' | 'integer' | 'boolean' | 'one-of' | undefined;

/** Whether a node is a map. */
export function isDraftMap(node: DraftNode): node is DraftMap {
  return typeof node === 'object' && node !== null && !isAtom(node) && !isDraftList(node);
}

/** Whether a node is a list. */
export function isDraftList(node: DraftNode): node is readonly DraftNode[] {
  return Array.isArray(node);
}

function isAtom(node: object): node is Leaf | SlotText | Empty {
  return node instanceof Leaf || node instanceof SlotText || node instanceof Empty;
}

/** The leaf as text: numbers and booleans are written out, a fact of any type becomes text with that fact in it. */
export function asText(leaf: Leaf): Leaf<string> {
  if (!isLate(leaf.value)) return new Leaf<string>(String(leaf.value), leaf.origin);
  return new Leaf<string>(
    '$fact' in leaf.value ? { $text: { literals: ['', ''], facts: [leaf.value.$fact] } } : leaf.value,
    leaf.origin,
  );
}

/** The leaf's value when it is known now. */
export function known<T extends Scalar>(leaf: Leaf<T> | undefined): T | undefined {
  return leaf === undefined || isLate(leaf.value) ? undefined : leaf.value;
}

/**
 * The object that a draft describes, keys in a fixed order. Late values leave placeholders: `FACT_<name>` in text, -1
 * for integers, false for booleans, `IMAGE_<slot>` for what follows from an image; none of them is what a cluster would accept, or may survive a build.
 */
export function finish(draft: DraftMap, fallback: Origin, types: FactTypes): Finished {
  const lates: Late[] = [];
  const slots: SlotUse[] = [];
  const said = new Map<string, Origin>();
  const object = finishMap(draft, [], { lates, slots, said, types });
  return { object, lates, slots, origins: (path) => nearestOrigin(said, path) ?? fallback };
}

interface Walk {
  readonly lates: Late[];
  readonly slots: SlotUse[];
  readonly said: Map<string, Origin>;
  readonly types: FactTypes;
}

function finishNode(node: DraftNode, path: Path, walk: Walk): PlainNode | undefined {
  if (node === undefined || node === null || typeof node !== 'object') return node;
  if (node instanceof Leaf) return finishLeaf(node, path, walk);
  if (node instanceof SlotText) {
    walk.slots.push({ path, text: node });
    return `IMAGE_${node.slot}`;
  }
  if (node instanceof Empty) {
    walk.said.set(keyOf(path), node.origin);
    return node.of === 'map' ? {} : [];
  }
  if (!isDraftList(node)) return finishMap(node, path, walk);
  return node
    .filter((item) => item !== undefined)
    .map((item, index) => finishNode(item, [...path, index], walk) ?? null);
}

function finishMap(node: DraftMap, path: Path, walk: Walk): PlainMap {
  const entries: [string, PlainNode][] = [];
  for (const key of Object.keys(node).sort(byKey)) {
    const item = finishNode(node[key], [...path, key], walk);
    if (item !== undefined) entries.push([key, item]);
  }
  return Object.fromEntries(entries);
}

function finishLeaf(leaf: Leaf, path: Path, { lates, said, types }: Walk): Scalar {
  said.set(keyOf(path), leaf.origin);
  if (!isLate(leaf.value)) return leaf.value;
  const target = targetOf(leaf.value, types);
  lates.push({ path, late: leaf.value, target });
  return placeholder(leaf.value, target);
}

function targetOf(late: LateValue, types: FactTypes): Target {
  const type = '$fact' in late ? types(late.$fact) : 'text';
  return type === 'integer' || type === 'boolean' ? type : 'string';
}

/** What stands in a release where a cluster's value belongs. */
function placeholder(late: LateValue, target: Target): Scalar {
  if (target === 'integer') return -1;
  if (target === 'boolean') return false;
  return fill(late, (fact) => `FACT_${fact}`);
}

/** The text of a late value, each fact's text given by `value`. */
export function fill(late: LateValue, value: (fact: string) => string): string {
  if ('$fact' in late) return value(late.$fact);
  const { literals } = late.$text;
  const facts = factsOf(late);
  return literals.map((literal, index) => literal + (facts[index] === undefined ? '' : value(facts[index]))).join('');
}

const first = ['apiVersion', 'kind', 'metadata', 'name', 'namespace'];

/** What names an object or a list's item comes first, the rest in code-unit order: the order of a definition is no input. */
function byKey(a: string, b: string): number {
  return rank(a) - rank(b) || byCodeUnit(a, b);
}

function rank(key: string): number {
  return first.includes(key) ? first.indexOf(key) : first.length;
}

function keyOf(path: Path): string {
  return path.map((key) => String(key)).join('\u0000');
}

function nearestOrigin(said: ReadonlyMap<string, Origin>, path: Path): Origin | undefined {
  const exact = said.get(keyOf(path));
  if (exact) return exact;
  const below = `${keyOf(path)}\u0000`;
  for (const [key, origin] of said) if (path.length > 0 && key.startsWith(below)) return origin;
  return path.length === 0 ? undefined : nearestOrigin(said, path.slice(0, -1));
}
