import {
  type Draft,
  emptyListDraft,
  entriesOf,
  fieldOf,
  isEmptyMap,
  isNilOrEmpty,
  isNullDraft,
  itemsOf,
  scalarDraft,
} from './draft.ts';
import { expectKind, findElement, setElement, setField } from './elements.ts';
import type { Manner, Pair } from './manner.ts';
import type { SchemaNode } from './schema.ts';

/** Lists whose items are told apart by what they say under some keys, or by being the same text: associative_sequence.go of kyaml. */

/** The texts that one item has under the keys; empty where it says nothing. */
type Values = readonly string[];

/** Whether the items of two lists are merged, rather than one list taking the place of the other. */
export function isAssociative(manner: Manner, { dest, origin }: Pair, schema: SchemaNode | undefined): boolean {
  if (schema !== undefined) return schema.list !== undefined;
  return manner.infer && [dest, origin].some((list) => list !== undefined && !isNullDraft(list) && allHaveNames(list));
}

/** Merges two items. */
type Walk = (items: Pair) => Draft | undefined;

/** Merges the items of the lists, each two by `walk`, into `dest`, and gives what is to stand there. */
export function mergeItems(
  manner: Manner,
  pair: Pair & { readonly dest: Draft },
  schema: SchemaNode | undefined,
  path: readonly string[],
  walk: Walk,
): Draft {
  const keys = schema?.list === undefined ? [inferredKey(pair, path)] : schema.list.keys;
  const lists = manner.prepend ? [pair.origin, pair.dest] : [pair.dest, pair.origin];
  const [key = '', ...others] = keys;
  if (manner.prepend && key !== '' && others.length === 0) {
    const unique = mergeUnique(pair, key, walk);
    if (unique !== undefined) return unique;
  }
  if (keys.length === 0) return mergeByKeys(manner, pair, { keys: [''], all: textsOf(lists) }, walk);
  return mergeByKeys(manner, pair, { keys, all: valuesOf(lists, keys) }, walk);
}

/** What {@link mergeByKeys} does, in less time, where it is as people think: every item has a text of its own under the one key. */
function mergeUnique(pair: Pair & { readonly dest: Draft }, key: string, walk: Walk): Draft | undefined {
  const old = itemsByText(pair.dest, key);
  const patch = itemsByText(pair.origin, key);
  if (old === undefined || patch === undefined) return undefined;
  const items: Draft[] = [];
  for (const text of new Set([...patch.keys(), ...old.keys()])) {
    const dest = old.get(text);
    const item = walk({ dest, origin: patch.get(text) });
    if (item === undefined || isEmptyMap(item)) continue;
    // An item that replaces another is replaced by it in the end, as upstream
    items.push(dest ?? item);
  }
  return inPlaceOf(pair.dest, { ...emptyListDraft(), items });
}

/** The items of a list by their text under the key; nothing when one has none, or two have the same. */
function itemsByText(list: Draft | undefined, key: string): ReadonlyMap<string, Draft> | undefined {
  const found = new Map<string, Draft>();
  for (const item of list === undefined ? [] : itemsOf(list)) {
    const values = entriesOf(item).filter((entry) => entry.key.value === key);
    const [text] = values;
    if (values.length !== 1 || text === undefined || isNilOrEmpty(text.value) || text.value.value === '')
      return undefined;
    if (found.has(text.value.value)) return undefined;
    found.set(text.value.value, item);
  }
  return found;
}

/** The list where another one stood: with the items that that had, it is the same node. */
function inPlaceOf(old: Draft, list: Draft): Draft {
  return Object.assign(list, { flow: old.flow, from: old.comments === undefined ? old.from : undefined });
}

interface Keyed {
  readonly keys: readonly string[];
  readonly all: readonly Values[];
}

function mergeByKeys(manner: Manner, pair: Pair & { readonly dest: Draft }, { keys, all }: Keyed, walk: Walk): Draft {
  const { dest, origin } = pair;
  const values = keys.length > 1 ? joinPartial(all) : all;
  const used = usedKeys(keys, values);
  const added = emptyListDraft();
  for (const each of values) {
    const own = keys === used ? each : each.filter((_, index) => used.includes(keys[index] ?? ''));
    const item = walk({ dest: findItem(dest, used, own), origin: findItem(origin, used, own) });
    if (isEmptyMap(item)) {
      for (const _ of used) setElement(dest, undefined, used, own);
      continue;
    }
    if (item === undefined) continue;
    for (const [index, key] of used.entries()) {
      const value = own[index] ?? '';
      if (fieldOf(item, key) === undefined && value !== '') setField(item, key, scalarDraft(value));
    }
    setElement(added, item, used, own);
  }
  if (values.length === 0) return dest;
  if (!manner.prepend) return appendItems(dest, added, used);
  return inPlaceOf(dest, appendItems(added, dest, used));
}

/** The item with these values; only those keys count that it has a value for. */
function findItem(list: Draft | undefined, keys: readonly string[], values: Values): Draft | undefined {
  if (list === undefined) return undefined;
  const said = keys.filter((_, index) => (values[index] ?? '') !== '');
  if (said.length === 0) return findElement(list, keys, values);
  return findElement(
    list,
    said,
    values.filter((value) => value !== ''),
  );
}

/** The keys that some item has a value for; all when none has. */
function usedKeys(keys: readonly string[], all: readonly Values[]): readonly string[] {
  const used = keys.filter((_, index) => all.some((values) => (values[index] ?? '') !== ''));
  return used.length === 0 || used.length === keys.length ? keys : used;
}

/** Items that agree in some value, and differ only where one says nothing, are taken for the same: each gets what the other says. */
function joinPartial(all: readonly Values[]): readonly Values[] {
  const joined = [...all];
  for (let first = 0; first < joined.length; first++) {
    const values = joined[first] ?? [];
    for (let second = 0; second < joined.length; second++) {
      const both = join(values, joined[second] ?? []);
      if (both === undefined) continue;
      joined[first] = both;
      joined[second] = both;
    }
  }
  return joined;
}

function join(left: Values, right: Values): Values | undefined {
  let agree = false;
  const both: string[] = [];
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? '';
    if (value === other) agree = true;
    else if (value !== '' && other !== '') return undefined;
    both.push(value === '' ? other : value);
  }
  return agree ? both : undefined;
}

/** Puts each item of `source` into `target`, in the place of the one with its values; an item without a key sweeps the others out, as upstream. */
function appendItems(target: Draft, source: Draft, keys: readonly string[]): Draft {
  for (const item of itemsOf(source)) {
    if (keys[0] === '') {
      setElement(target, item, [''], [item.value]);
      continue;
    }
    const values: string[] = [];
    for (const key of keys) {
      if (!isNullDraft(item)) expectKind(item, 'mapping');
      const value = fieldOf(item, key);
      if (value === undefined) target.items = [...itemsOf(target), item];
      else values.push(value.value);
    }
    // With several keys the item may be in the list twice by now
    if (keys.length > 1) setElement(target, undefined, keys, values);
    setElement(target, item, keys, values);
  }
  return target;
}

/** The key that all items of lists nobody knows of have. */
function inferredKey({ dest, origin }: Pair, path: readonly string[]): string {
  let key = '';
  for (const list of [dest, origin]) {
    if (list === undefined || itemsOf(list).length === 0) continue;
    const own = allHaveNames(list) ? 'name' : '';
    if (key !== '' && key !== own) {
      throw new Error(`conflicting merge keys [${key},${own}] for field ${path.join('.')}`);
    }
    key = own;
  }
  if (key === '') throw new Error(`no merge key found for field ${path.join('.')}`);
  return key;
}

function allHaveNames(list: Draft): boolean {
  return itemsOf(list).every((item) => fieldOf(item, 'name') !== undefined);
}

/** What the items have under the keys, each once, in the order of the lists. */
function valuesOf(lists: readonly (Draft | undefined)[], keys: readonly string[]): readonly Values[] {
  const found = new Map<string, Values>();
  for (const list of lists) {
    if (list === undefined) continue;
    for (const item of itemsOf(list)) {
      const values = keys.map((key) => {
        const value = fieldOf(item, key);
        return value === undefined || isNilOrEmpty(value) ? '' : value.value;
      });
      const text = JSON.stringify(values);
      if (!found.has(text)) found.set(text, values);
    }
  }
  return [...found.values()];
}

/** The texts of the items, each once. */
function textsOf(lists: readonly (Draft | undefined)[]): readonly Values[] {
  const found = new Set<string>();
  for (const list of lists) if (list !== undefined) for (const item of itemsOf(list)) found.add(item.value);
  return [...found].map((text) => [text]);
}
