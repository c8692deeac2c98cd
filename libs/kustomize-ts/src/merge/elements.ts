import { formatNode } from '../yaml/format-node.ts';
import type { Node, ScalarStyle } from '../yaml/node.ts';
import { scalar } from '../yaml/node.ts';
import {
  assign,
  type Draft,
  entriesOf,
  entryOf,
  fieldOf,
  freeze,
  isEmptyMap,
  isMissing,
  isNullDraft,
  itemsOf,
  takeStyle,
} from './draft.ts';
import { isYaml11NonString } from './non-string.ts';

/** Finding and setting fields and items of drafts, as the filters in fns.go of kyaml do. */

const kindNames: Readonly<Record<Node['kind'], string>> = {
  scalar: 'ScalarNode',
  sequence: 'SequenceNode',
  mapping: 'MappingNode',
};

/** Something of another kind than its counterpart. `mergeStrategic` tells where. */
export class WrongKind extends Error {
  readonly draft: Draft;

  constructor(expected: Node['kind'], draft: Draft) {
    const contents = formatNode(freeze(draft));
    super(
      `wrong node kind: expected ${kindNames[expected]} but got ${kindNames[draft.kind]}: node contents:\n${contents}`,
    );
    this.draft = draft;
  }
}

/** Nothing and null are of every kind. */
export function expectKind(draft: Draft | undefined, kind: Node['kind']): void {
  if (!isMissing(draft) && draft.kind !== kind) throw new WrongKind(kind, draft);
}

/**
 * Puts `value` under `name`; nothing, or a null that is not to be kept, takes the field away. What stood there gives its style, and its place: it
 * becomes what `value` is, so that others who hold it see that. An empty name sets the scalar itself.
 */
export function setField(target: Draft, name: string, value: Draft | undefined, keyStyle: ScalarStyle = 'plain'): void {
  if (value !== undefined) quoteNonString(value);
  if (name === '') {
    setSelf(target, value);
    return;
  }
  expectKind(target, 'mapping');
  if (value === undefined || (isNullDraft(value) && !value.keep)) {
    clearField(target, name);
    return;
  }
  const field = isNullDraft(target) ? undefined : fieldOf(target, name);
  if (field === undefined) {
    // A key without a tag: its text and quotes decide, as for one just read
    target.entries = [...entriesOf(target), { key: { ...scalar(name, ''), style: keyStyle }, value }];
    return;
  }
  takeStyle(value, field);
  assign(field, value);
}

function setSelf(target: Draft, value: Draft | undefined): void {
  expectKind(target, 'scalar');
  if (isMissing(value)) return;
  takeStyle(value, target);
  assign(target, value);
}

/** Text that other readers of YAML would take for a boolean or the like gets quotes. */
function quoteNonString(value: Draft): void {
  const isText = value.kind === 'scalar' && (value.tag === '!!str' || value.tag === '');
  if (isText && value.style === 'plain' && !value.tagged && isYaml11NonString(value.value)) value.style = 'double';
}

/** Takes the first entry with this key away. */
export function clearField(target: Draft, name: string): void {
  expectKind(target, 'mapping');
  const entry = entryOf(target, name);
  if (entry !== undefined) target.entries = entriesOf(target).filter((other) => other !== entry);
}

/**
 * Puts `element` in the place of each item with these values under these keys, at the end when there is none; no element takes them away. Upstream's
 * ElementSetter, with its ways: nulls and empty mappings go; a missing value matches everything that has the key; without any value all items go.
 */
export function setElement(
  list: Draft,
  element: Draft | undefined,
  keys: readonly string[],
  values: readonly string[],
): void {
  expectKind(list, 'sequence');
  const names = keys.length === 0 ? [''] : keys;
  const setsMapping = (names[0] ?? '') !== '' && (values[0] ?? '') !== '';
  const items: Draft[] = [];
  let found = false;
  for (const item of itemsOf(list)) {
    if (isEmptyMap(item)) continue;
    if (item.kind !== 'mapping' && setsMapping) {
      items.push(item);
    } else if (matches(item, names, values)) {
      found = true;
      if (element !== undefined) items.push(element);
    } else if (values.length > 0) {
      items.push(item);
    }
  }
  list.items = !found && element !== undefined && !isNullDraft(element) ? [...items, element] : items;
}

function matches(item: Draft, keys: readonly string[], values: readonly string[]): boolean {
  let matched = false;
  for (const [index, key] of keys.entries()) {
    const value = values[index];
    // A key without a value goes by the key before it
    if (value !== undefined) matched = hasValue(item, key, value);
    if (!matched) return false;
  }
  return matched;
}

/** Whether a mapping has this text under `key` (an empty text stands for any), or, without a key, a scalar is it. */
function hasValue(item: Draft, key: string, value: string): boolean {
  expectKind(item, key === '' ? 'scalar' : 'mapping');
  if (key === '') return item.value === value;
  const field = fieldOf(item, key);
  return field !== undefined && (value === '' || field.value === value);
}

/** The first item that has exactly these texts under these keys; without keys, the first whose text this is. */
export function findElement(list: Draft, keys: readonly string[], values: readonly string[]): Draft | undefined {
  if (list.kind !== 'sequence') return undefined;
  if ((keys[0] ?? '') === '') return itemsOf(list).find((item) => item.value === (values[0] ?? ''));
  if (keys.length !== Math.max(values.length, 1)) return undefined;
  return itemsOf(list).find(
    (item) =>
      item.kind === 'mapping' && keys.every((key, index) => fieldOf(item, key)?.value === (values[index] ?? '')),
  );
}
