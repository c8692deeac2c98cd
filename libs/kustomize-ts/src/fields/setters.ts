import { type Entry, isNull, type Node, type Scalar, scalar } from '../yaml/node.ts';
import type { FieldEdit } from './edit-field.ts';
import { wrongKind } from './errors.ts';

/**
 * Sets a scalar to a value, in the quotes it had. Without a tag the value says what it is, by itself and by those quotes. Refuses (FW6017)
 * mappings and lists. As `SetScalar` of api/filters/filtersutil/setters.go, and `SetEntry` without a name.
 */
export function setScalar(value: string, tag = ''): FieldEdit {
  return (node) => scalarSetTo(node, value, tag);
}

/** The scalar with another value; what it is otherwise as {@link setScalar}. */
export function scalarSetTo(node: Node, value: string, tag = ''): Scalar {
  if (node.kind !== 'scalar') return wrongKind('scalar', node);
  // A write to a node that stands in several places counts even when it changes nothing.
  if (node.value === value && node.tag === tag && node.cell === undefined) return node;
  return { ...scalar(value, tag, node.style), ...(node.cell && { cell: node.cell }) };
}

/**
 * Sets an entry of a mapping, in the quotes its value had; adds it at the end. Null stays null. Refuses (FW6017) what is not a mapping. `added`
 * hears of entries that were not there. As `SetEntry` with a name.
 */
export function entrySetTo(node: Node, entry: Entry & { readonly value: Scalar }, added: () => void): Node {
  if (isNull(node)) return node;
  if (node.kind !== 'mapping') return wrongKind('mapping', node);
  const index = node.entries.findIndex((each) => each.key.value === entry.key.value);
  const old = node.entries[index];
  if (old === undefined) {
    added();
    return { ...node, entries: [...node.entries, entry] };
  }
  const { value: text, tag } = entry.value;
  const value = old.value.kind === 'scalar' ? scalarSetTo(old.value, text, tag) : scalar(text, tag);
  return value === old.value ? node : { ...node, entries: node.entries.with(index, { key: old.key, value }) };
}
