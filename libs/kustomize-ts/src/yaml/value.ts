import { placedAt } from '../place.ts';
import { refuse } from '../refusal.ts';
import { goQuote } from '../text/go-quote.ts';
import { compareText } from '../text/order.ts';
import type { Mapping, Node, Scalar } from './node.ts';
import { jsonScalar, locationOf, type Place, type Reread, reread, type ScalarValue } from './scalar-value.ts';

/**
 * What JSON can hold. Numbers that are whole and beyond what a JavaScript number holds exactly are bigints; what Go holds as a float64 is a number.
 * Maps made by {@link valueOf} have their keys in the order of `json.Marshal`.
 */
export type Value = ScalarValue | readonly Value[] | ReadonlyMap<string, Value>;

/** Whether a value is a map. */
export function isMap(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

/** Whether a value is a list. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/**
 * What RNode.MarshalJSON of kyaml makes of a node: it is written by go-yaml v3 and read again, so that tag, style and text decide together. `file` is
 * where refusals (FW6020) say they are: keys that are there twice or are not text, numbers without an end, text that is not what its tag says.
 */
export function valueOf(node: Node, file?: string): Value {
  const isFlow = node.kind !== 'scalar' && node.flow;
  const read = () => decode(node, { flow: isFlow, key: false, file }, true);
  // What was made on the way has no place of its own.
  return file === undefined ? read() : placedAt(() => locationOf(node, file) ?? { file }, file, read);
}

function decode(node: Node, place: Place, isRoot: boolean): Value {
  if (node.kind === 'scalar') return jsonScalar(reread(node, place).value, node, place);
  const flow = place.flow || node.flow;
  if (node.kind === 'mapping') return decodeMapping(node, { ...place, flow }, isRoot);
  return node.items.map((item) => decode(item, { ...place, flow }, false));
}

function decodeMapping(node: Mapping, place: Place, isRoot: boolean): ReadonlyMap<string, Value> {
  const { file } = place;
  checkKeys(node, file);
  const found = new Map<string, Value>();
  const merges: Node[] = [];
  const inKey = { ...place, key: true };
  for (const { key, value } of node.entries) {
    if (isMerge(key)) merges.push(value);
    else {
      const name = keyText(key, inKey, isRoot);
      const item = isRoot ? decodeField(value, place) : decode(value, place, false);
      if (name !== undefined) found.set(name, item);
    }
  }
  for (const merged of merges) mergeInto(found, merged, place);
  return inOrder(found);
}

/** What fields of objects became, as overlays share most of them: those in block style, and those in braces, where scalars read otherwise. */
const known = { block: new WeakMap<Node, Value>(), flow: new WeakMap<Node, Value>() };

/** A field of the outermost mapping, each decoded once. */
function decodeField(node: Node, place: Place): Value {
  if (node.kind === 'scalar') return decode(node, place, false);
  const values = place.flow ? known.flow : known.block;
  let value = values.get(node);
  if (value === undefined) {
    value = decode(node, place, false);
    values.set(node, value);
  }
  return value;
}

function inOrder(map: Map<string, Value>): ReadonlyMap<string, Value> {
  return new Map([...map].sort(([a], [b]) => compareText(a, b)));
}

/** Refuses keys that are there twice. */
function checkKeys({ entries }: Mapping, file: string | undefined): void {
  const first = new Map<string, Scalar>();
  for (const { key } of entries) {
    const before = first.get(key.value);
    if (before !== undefined) {
      const message = `mapping key ${goQuote(key.value)} already defined at line ${before.line}`;
      refuse('FW6020', message, 'take one of them away', locationOf(key, file));
    }
    first.set(key.value, key);
  }
}

/** Whether go-yaml reads the key, written again, as one that merges. */
export function isMerge({ value, style, tag, tagged }: Scalar): boolean {
  if (value !== '<<') return false;
  return tag === '!!merge' || (style === 'plain' && (tag === '' || (tag === '!!str' && tagged !== true)));
}

/** The text of a key. The outermost keys are text whatever they look like, except nulls, which are dropped; others are refused (FW6020). */
function keyText(key: Scalar, place: Place, isRoot: boolean): string | undefined {
  const found: Reread = reread(key, place);
  if (found.tag === '!!str' || found.tag === '!!merge') return found.text;
  if (isRoot) return found.value === null ? undefined : typeof found.value === 'string' ? found.value : found.text;
  // A key without a place was made on the way: kustomize writes annotations, and labels that it changes, anew, and without the quotes.
  const hint =
    key.line > 0
      ? 'put the key in quotes'
      : `give it another key than ${goQuote(found.text)}: kustomize takes the quotes off keys of labels and annotations, and what is left is no text`;
  return refuse('FW6020', 'json: unsupported type: map[interface {}]interface {}', hint, locationOf(key, place.file));
}

/** Adds what is behind a `<<`, where a key is not there yet. */
function mergeInto(found: Map<string, Value>, merged: Node, place: Place): void {
  const sources = merged.kind === 'sequence' ? merged.items : [merged];
  for (const source of sources) {
    if (source.kind !== 'mapping') {
      const message = 'yaml: map merge requires map or sequence of maps as the value';
      refuse('FW6020', message, 'merge maps only', locationOf(source, place.file));
    }
    const entries = decodeMapping(source, { ...place, flow: place.flow || source.flow }, false);
    // The key that merges counts as one that is there.
    for (const [name, value] of entries) if (name !== '<<' && !found.has(name)) found.set(name, value);
  }
}
