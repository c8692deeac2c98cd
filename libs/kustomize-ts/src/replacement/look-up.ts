import { goInteger } from '../text/go-number.ts';
import { trimSpace } from '../text/trim-space.ts';
import type { Node } from '../yaml/node.ts';
import { type Child, fieldOf, itemsOf, refusePath, valueText } from './children.ts';
import type { Pointer } from './pointer.ts';

/** A node, and where it stands below the one where the search began. */
export interface Found {
  readonly node: Node;
  readonly pointer: Pointer;
}

/**
 * What stands at the end of a path, as `PathGetter` of kyaml/yaml/fns.go finds it: keys, numbers and `-` (the last) for items of lists, `[key=value]` and
 * `[=value]` for the first item that says exactly so. Refuses (FW6013) a path through the wrong kind of node.
 */
export function lookUp(root: Node, path: readonly string[]): Found | undefined {
  let found: Found | undefined = { node: root, pointer: [] };
  for (const part of path) {
    if (found === undefined) return undefined;
    found = lookUpPart(found, part);
  }
  return found;
}

/** The same for the next part of a path. */
export function lookUpPart(from: Found, part: string): Found | undefined {
  const name = trimSpace(part);
  if (name === '') return from;
  const child = childOf(from.node, name);
  if (child === undefined) return undefined;
  return { node: child.node, pointer: child.index === 'self' ? from.pointer : [...from.pointer, child.index] };
}

function childOf(node: Node, name: string): Child | undefined {
  const index = goInteger(name);
  if (index !== undefined) {
    if (index < 0n) refusePath(`array index ${index} cannot be negative`);
    return itemAt(itemsOf(node), Number(index));
  }
  if (name === '-') {
    const items = itemsOf(node);
    if (items.length === 0) refusePath('the path asks for the last item of a list without items');
    return itemAt(items, items.length - 1);
  }
  if (name === '*') refusePath('wildcard is not supported in PathGetter');
  if (!isItemSelector(name)) return fieldOf(node, name);
  const [key, value] = splitItemSelector(name);
  return itemWith(itemsOf(node), key, value);
}

function itemAt(items: readonly Node[], index: number): Child | undefined {
  const node = items[index];
  return node === undefined ? undefined : { index, node };
}

function itemWith(items: readonly Node[], key: string, value: string): Child | undefined {
  const index = items.findIndex((item) => (key === '' ? valueText(item) === value : says(item, key, value)));
  return itemAt(items, index);
}

function says(item: Node, key: string, value: string): boolean {
  if (item.kind !== 'mapping') return false;
  const entry = item.entries.find((each) => each.key.value === key);
  return entry !== undefined && valueText(entry.value) === value;
}

/** Whether a part of a path stands for items of a list that say something: `[key=value]`. */
export function isItemSelector(part: string | undefined): boolean {
  return part !== undefined && part.startsWith('[') && part.endsWith(']');
}

/** Key and value of such a part. Refuses (FW6013) one without `=`. */
export function splitItemSelector(part: string): readonly [key: string, value: string] {
  const inner = part.replace(/\]$/, '').replace(/^\[/, '');
  const at = inner.indexOf('=');
  if (at === -1) refusePath('list path element must contain fieldName=fieldValue for element to match');
  return [inner.slice(0, at), inner.slice(at + 1)];
}
