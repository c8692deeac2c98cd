import type { Node } from '../yaml/node.ts';

/** Where a node stands below another one: at each level, the number of the entry or of the item. */
export type Pointer = readonly number[];

/** The node there; `undefined` when there is none. */
export function nodeAt(root: Node, pointer: Pointer): Node | undefined {
  let node: Node | undefined = root;
  for (const index of pointer) node = childAt(node, index);
  return node;
}

/** The tree with `node` there. Itself when the node stands there already, or there is no such place. */
export function replaceAt(root: Node, pointer: Pointer, node: Node, depth = 0): Node {
  const index = pointer[depth];
  if (index === undefined) return node;
  const child = childAt(root, index);
  if (child === undefined) return root;
  return withChild(root, index, replaceAt(child, pointer, node, depth + 1));
}

/** The node with another child; itself when it is the same, or the node has no children. */
export function withChild(node: Node, index: number, child: Node): Node {
  if (node.kind === 'sequence') {
    return node.items[index] === child ? node : { ...node, items: node.items.with(index, child) };
  }
  if (node.kind === 'scalar') return node;
  const entry = node.entries[index];
  if (entry === undefined || entry.value === child) return node;
  return { ...node, entries: node.entries.with(index, { key: entry.key, value: child }) };
}

/** Whether `outer` leads to something around what `inner` leads to. */
export function isAround(outer: Pointer, inner: Pointer): boolean {
  return outer.length < inner.length && outer.every((index, depth) => inner[depth] === index);
}

function childAt(node: Node | undefined, index: number): Node | undefined {
  if (node?.kind === 'sequence') return node.items[index];
  return node?.kind === 'mapping' ? node.entries[index]?.value : undefined;
}
