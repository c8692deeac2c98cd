import { compileRegexp } from '../regexp/regexp.ts';
import { goInteger } from '../text/go-number.ts';
import { trimSpace } from '../text/trim-space.ts';
import { formatNode } from '../yaml/format-node.ts';
import { get, type Mapping, mapping, type Node, type Sequence, sequence } from '../yaml/node.ts';
import { fieldOf, isNothing, itemsOf, type MaybeNode, plainScalar, refusePath } from './children.ts';
import { documentOf } from './document.ts';
import { isItemSelector, splitItemSelector } from './look-up.ts';
import { nodeAt, type Pointer, withChild } from './pointer.ts';

/**
 * A node that a path leads to: a place in the tree, or one that is lost, because it was made below a null or stands in the document
 * inside a text. kustomize writes to both, but lost ones are in nobody's tree.
 */
export type Target = { readonly pointer: Pointer } | { readonly lost: Node };

export interface Located {
  /** The tree, with what had to be made on the way. */
  readonly root: Node;
  readonly targets: readonly Target[];
}

/** A path to walk, and the kind of node to make at its end where there is none. */
export interface Route {
  readonly parts: readonly string[];
  readonly create: Node['kind'] | undefined;
}

/**
 * All nodes at the end of a path, as `PathMatcher` of kyaml/yaml/match.go finds them: keys, numbers for items of lists, `*` for all items, `[key=regular expression]` and
 * `[=regular expression]` for those that match (after the latter, the rest of the path counts for nothing). What is missing is made when the route says so.
 * Refuses (FW6013) a path through the wrong kind of node, and a number beyond the end of a list.
 */
export function locate(root: Node, route: Route): Located {
  return locateFrom(root, route, 0);
}

function locateFrom(node: Node, route: Route, depth: number): Located {
  const part = route.parts[depth];
  if (part === undefined) return { root: node, targets: [{ pointer: [] }] };
  const index = itemNumber(part);
  if (index !== undefined) return locateIndex(node, route, depth, index);
  if (isItemSelector(part)) return locateMatching(node, route, depth);
  if (part === '*') return locateItems(node, route, depth);
  return locateField(node, route, depth, part);
}

function locateField(node: Node, route: Route, depth: number, name: string): Located {
  const found = fieldOf(node, name);
  if (found !== undefined) {
    const inner = locateValue(found.node, route, depth + 1);
    return found.index === 'self' ? inner : within(node, found.index, inner);
  }
  if (route.create === undefined) return { root: node, targets: [] };
  const inner = locateValue(kindAt(route, depth + 1), route, depth + 1);
  if (node.kind !== 'mapping') {
    // A field without a name takes the place of the scalar itself; one of a null is nowhere.
    const made = isNothing(node) || node.kind !== 'scalar' ? node : { ...plainScalar(''), style: node.style };
    return { root: made, targets: lose(inner) };
  }
  return within(withEntry(node, name, inner.root), node.entries.length, inner);
}

/** The rest of a path below the value of a field: into the document that it is when it is a text. */
function locateValue(node: Node, route: Route, depth: number): Located {
  if (node.kind !== 'scalar' || depth === route.parts.length) return locateFrom(node, route, depth);
  const content = documentOf(node.value);
  if (content === undefined) return refuseNothing(route.parts[depth]);
  return { root: node, targets: lose(locateFrom(content, route, depth)) };
}

/** What kyaml says when the rest of a path is to be found in nothing at all. */
function refuseNothing(part: string | undefined): never {
  const nothing: MaybeNode = undefined;
  if (part !== undefined && itemNumber(part) === undefined && part !== '*') {
    if (isItemSelector(part)) splitItemSelector(part);
    else fieldOf(nothing, part);
  }
  itemsOf(nothing);
  return refusePath('there is nothing in this text');
}

function locateIndex(node: Node, route: Route, depth: number, index: number): Located {
  const items = itemsOf(node);
  const item = items[index];
  if (item !== undefined) return within(node, index, locateFrom(item, route, depth + 1));
  if (items.length !== index || route.create === undefined) {
    return refusePath(`index ${index} specified but only ${items.length} elements found`);
  }
  const inner = locateFrom(kindAt(route, depth + 1), route, depth + 1);
  if (node.kind !== 'sequence') return { root: node, targets: lose(inner) };
  return within(withItem(node, inner.root), index, inner);
}

function locateItems(node: Node, route: Route, depth: number): Located {
  let result: Located = { root: node, targets: [] };
  for (const [index, item] of itemsOf(node).entries()) {
    result = also(result, index, locateFrom(item, route, depth + 1));
  }
  return result;
}

function locateMatching(node: Node, route: Route, depth: number): Located {
  const [key, pattern] = splitItemSelector(route.parts[depth] ?? '');
  const found = searchItems(node, key, pattern, (item) => locateFrom(item, route, depth + 1));
  if (found.targets.length > 0 || route.create === undefined) return found;
  const value = plainScalar(pattern);
  const item = key === '' ? value : withEntry(mapping([]), key, value);
  const list = found.root.kind === 'sequence' ? withItem(found.root, item) : sequence([item]);
  const again = searchItems(list, key, pattern, (each) => locateFrom(each, route, depth + 1));
  if (again.targets.length === 0) {
    // kustomize searches and appends for ever here.
    refusePath(`an item made for "${route.parts[depth]}" is not one that it finds`);
  }
  return found.root.kind === 'sequence' ? again : { root: found.root, targets: lose(again) };
}

/** The items of a list whose field (or which themselves, without a key) match, and what `into` finds in them. */
function searchItems(node: Node, key: string, pattern: string, into: (item: Node) => Located): Located {
  let result: Located = { root: node, targets: [] };
  for (const [index, item] of itemsOf(node).entries()) {
    const value = key === '' ? item : get(item, key);
    if (value === undefined || !matches(value, pattern)) continue;
    result = also(result, index, key === '' ? { root: item, targets: [{ pointer: [] }] } : into(item));
  }
  return result;
}

/** Whether the pattern matches somewhere in a node as go-yaml writes it, quotes and all. */
function matches(node: Node, pattern: string): boolean {
  const isText =
    node.kind === 'scalar' && node.tag === '!!str' && node.tagged === undefined && node.comments === undefined;
  if (isText && /^[\w-]+$/.test(pattern) && /^[\w ./:@-]*$/.test(node.value)) return node.value.includes(pattern);
  return compileRegexp(pattern).test(trimSpace(formatNode(node)));
}

/** The number of an item that a part of a path stands for. */
function itemNumber(part: string): number | undefined {
  const number = goInteger(part);
  return number === undefined || number < 0n ? undefined : Number(number);
}

/** What to make where the part of a path before `depth` finds nothing: what the next part wants. */
function kindAt(route: Route, depth: number): Node {
  const next = route.parts[depth];
  if (next !== undefined && next !== '') {
    return isItemSelector(next) || itemNumber(next) !== undefined ? sequence([]) : mapping([]);
  }
  if (route.create === 'sequence') return sequence([]);
  return route.create === 'mapping' ? mapping([]) : plainScalar('');
}

function withEntry(node: Mapping, key: string, value: Node): Mapping {
  return { ...node, entries: [...node.entries, { key: plainScalar(key), value }] };
}

function withItem(node: Sequence, item: Node): Sequence {
  return { ...node, items: [...node.items, item] };
}

/** What was found in a child, as found in its parent. */
function within(parent: Node, index: number, inner: Located): Located {
  return also({ root: parent, targets: [] }, index, inner);
}

function also(outer: Located, index: number, inner: Located): Located {
  const root = withChild(outer.root, index, inner.root);
  const targets = inner.targets.map((target) => ('lost' in target ? target : { pointer: [index, ...target.pointer] }));
  return { root, targets: [...outer.targets, ...targets] };
}

function lose(located: Located): readonly Target[] {
  const lost: Target[] = [];
  for (const target of located.targets) {
    if ('lost' in target) {
      lost.push(target);
      continue;
    }
    const node = nodeAt(located.root, target.pointer);
    if (node !== undefined) lost.push({ lost: node });
  }
  return lost;
}
