import type { Encoded } from '../define/encode.ts';
import type { Scalar } from '../define/late.ts';
import { isLate, type LateValue } from '../define/late-value.ts';
import type { Layer, Origin, Path } from './origin.ts';

/** A scalar, a late value, or a null that stands where nothing could be deleted. */
export interface ValueNode {
  readonly node: 'value';
  readonly value: Scalar | LateValue | null;
  readonly origin: Origin;
}
/** An array; it replaces and is replaced as a whole. */
export interface ListNode {
  readonly node: 'list';
  readonly items: readonly Node[];
  readonly origin: Origin;
}
/** An object; `deleted` says of fields that are gone who deleted them. */
export interface ObjectNode {
  readonly node: 'object';
  readonly fields: ReadonlyMap<string, Node>;
  readonly deleted: ReadonlyMap<string, Origin>;
  /** Who said the object first, or replaced it. */
  readonly origin: Origin;
}
/** Data in which everything knows who said it. */
export type Node = ValueNode | ListNode | ObjectNode;

/** Whoever speaks: the file and the layer; paths are added on the way down. */
export interface Speaker {
  readonly file: string;
  readonly layer: Layer;
}

/**
 * Fields whose keys are names of the author's own choosing, at any depth but directly below another such field. Among
 * those names `type` is a name like any other (a label, say) and does not mean that the object replaces.
 */
const maps = new Set([
  'processes',
  'config',
  'secrets',
  'env',
  'ports',
  'scratch',
  'storage',
  'sidecars',
  'init',
  'headers',
  'annotations',
  'labels',
  'namespaces',
  'quota',
]);

/** Whether the keys below field `key` are names of the author's choosing, when those of the object that has it are not. */
export function isMap(key: string): boolean {
  return maps.has(key);
}

/** `value` as a tree that knows its origin; `path` leads to it in the speaker's file. */
export function lift(value: Encoded, speaker: Speaker, path: Path): Node {
  const origin = { ...speaker, path };
  if (value === null || typeof value !== 'object' || isLate(value)) return { node: 'value', value, origin };
  if (isList(value)) {
    return { node: 'list', items: value.map((item, index) => lift(item, speaker, [...path, index])), origin };
  }
  const fields = Object.entries(value).map(([key, item]) => [key, lift(item, speaker, [...path, key])] as const);
  return { node: 'object', fields: new Map(fields), deleted: new Map(), origin };
}

/**
 * The override law: an object WITH `type` replaces, one without merges field by field, null deletes; arrays, scalars and late
 * values replace. Takes time linear in the tweak and in the fields of the objects it touches.
 *
 * @param base What was said so far; `undefined` when nothing was.
 * @param tweak What is said now.
 * @param path Leads to `tweak` in the speaker's file.
 * @param named Whether the keys of `tweak` are names of the author's choosing ({@link isMap}).
 */
export function override(base: Node | undefined, tweak: Encoded, speaker: Speaker, path: Path, named = false): Node {
  if (!isObject(tweak) || (!named && 'type' in tweak)) return lift(tweak, speaker, path);
  const below = base?.node === 'object' ? base : undefined;
  const fields = new Map(below?.fields);
  const deleted = new Map(below?.deleted);
  for (const [key, item] of Object.entries(tweak)) {
    const here = [...path, key];
    if (item === null) {
      fields.delete(key);
      deleted.set(key, { ...speaker, path: here });
      continue;
    }
    fields.set(key, override(fields.get(key), item, speaker, here, !named && isMap(key)));
    deleted.delete(key);
  }
  return { node: 'object', fields, deleted, origin: below?.origin ?? { ...speaker, path } };
}

/** The data without the origins. */
export function plain(node: Node): Encoded {
  if (node.node === 'list') return node.items.map(plain);
  if (node.node === 'object') return Object.fromEntries([...node.fields].map(([key, field]) => [key, plain(field)]));
  if (typeof node.value !== 'object' || node.value === null) return node.value;
  if ('$fact' in node.value) return { $fact: node.value.$fact };
  return { $text: { ...node.value.$text } };
}

/** Where a path of the merged data leads. */
export interface Found {
  /** Of the value; of its deletion; or of the nearest thing above it that is there. */
  readonly origin: Origin;
  readonly is: 'there' | 'deleted' | 'absent';
}

/** Who said the value at `path`, who deleted it, or who said what should hold it. */
export function find(node: Node, path: Path): Found {
  let current = node;
  for (const [index, key] of path.entries()) {
    const next = child(current, key);
    if (next) {
      current = next;
      continue;
    }
    const tombstone =
      current.node === 'object' && index === path.length - 1 ? current.deleted.get(String(key)) : undefined;
    return tombstone ? { origin: tombstone, is: 'deleted' } : { origin: current.origin, is: 'absent' };
  }
  return { origin: current.origin, is: 'there' };
}

function child(node: Node, key: string | number): Node | undefined {
  if (node.node === 'object') return node.fields.get(String(key));
  return node.node === 'list' && typeof key === 'number' ? node.items[key] : undefined;
}

/** Whether encoded data is a list. */
export function isList(value: Encoded | undefined): value is readonly Encoded[] {
  return Array.isArray(value);
}

/** Whether encoded data is an object: not a list, not a late value. */
export function isObject(value: Encoded | undefined): value is { readonly [key: string]: Encoded } {
  return typeof value === 'object' && value !== null && !isList(value) && !isLate(value);
}
