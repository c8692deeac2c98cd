import { isYaml11NonString } from '../merge/non-string.ts';
import { type Mapping, mapping, type Node, type Scalar, type ScalarStyle, scalar } from '../yaml/node.ts';

/**
 * What stands in the place of `old` when `value` is written there: text in the style of before, whose type (without a `tag`) the text decides. A name `1` that
 * was written plain becomes a number so. As `FieldSetter` of kyaml/yaml/fns.go does.
 */
function written(old: Node, value: string, tag = ''): Scalar {
  const style: ScalarStyle = old.kind === 'scalar' ? old.style : 'plain';
  const cell = old.kind === 'scalar' && old.cell !== undefined ? { cell: old.cell } : {};
  return { kind: 'scalar', tag, value, style, line: 0, column: 0, ...cell };
}

/** The mapping with this text under `key`: written over the first entry, else at the end. */
export function setText(node: Mapping, key: string, value: string, tag = ''): Mapping {
  const index = node.entries.findIndex((entry) => entry.key.value === key);
  const old = node.entries[index];
  if (old === undefined) return appended(node, key, newText(value, tag));
  if (isSame(old.value, value, tag)) return node;
  return { ...node, entries: node.entries.with(index, { key: old.key, value: written(old.value, value, tag) }) };
}

/**
 * Whether writing changes nothing. What stands in several places is written nevertheless; and a text that was certain to be one is not any more once it is written
 * without a tag: a replacement may make a number of it.
 */
function isSame(old: Node, value: string, tag: string): boolean {
  return old.kind === 'scalar' && old.value === value && old.tag === tag && old.cell === undefined;
}

/** The mapping with a new last entry. kustomize leaves the type of keys that it makes to their text: `1` is a number when the object is read again. */
export function appended(node: Mapping, key: string, value: Node): Mapping {
  return { ...node, entries: [...node.entries, { key: scalar(key, ''), value }] };
}

/** The mapping without the first entry with this key, as `FieldClearer` does. Itself when there is none. */
export function removeFirst(node: Mapping, key: string): Mapping {
  const index = node.entries.findIndex((entry) => entry.key.value === key);
  return index < 0 ? node : { ...node, entries: node.entries.toSpliced(index, 1) };
}

/** The mapping with what `edit` makes of the mapping under `key`; an empty one is made when it is not there, and what is no mapping is left alone. */
export function within(node: Mapping, key: string, edit: (inner: Mapping) => Mapping): Mapping {
  const index = node.entries.findIndex((entry) => entry.key.value === key);
  const old = node.entries[index];
  if (old === undefined) return appended(node, key, edit(mapping([])));
  if (old.value.kind !== 'mapping') return node;
  const value = edit(old.value);
  return value === old.value ? node : { ...node, entries: node.entries.with(index, { key: old.key, value }) };
}

/**
 * A scalar in a new place, in quotes where YAML 1.1 would not read it as text; whatever is written over it later keeps them. Without a tag, what YAML 1.2
 * alone has a type for is left bare and becomes a time or a number.
 */
export function newText(value: string, tag = ''): Scalar {
  if (tag === '!!str' && value.includes('\n')) return scalar(value, tag, 'literal');
  return scalar(value, tag, isYaml11NonString(value) ? 'double' : 'plain');
}
