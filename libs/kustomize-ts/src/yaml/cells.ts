import { type Cell, get, type Mapping, type Node, type Scalar } from './node.ts';

/*
 * kustomize works on nodes that it changes in place, and where it adds a label to several places of an object, all of them are one node: a later
 * write to one place is seen in all. Here nodes never change, so such places carry a common cell instead, and whoever edits an object
 * hands the old and the new one to `writeThrough`.
 */

/** Objects known to hold cells. Others are never looked through. */
const holders = new WeakSet<Mapping>();

/** Says that this object has cells in it. Gives it back. */
export function holdingCells(object: Mapping): Mapping {
  holders.add(object);
  return object;
}

/** Whether this object may have cells in it. */
export function holdsCells(object: Mapping): boolean {
  return holders.has(object);
}

/** Nodes that took the place of others, children and all: what is in them was not written to what was there. */
const replacements = new WeakSet<Node>();

/** Says that this node takes the place of another one, as a mapping with `$patch: replace` does. Gives it back. */
export function replacing<T extends Node>(node: T): T {
  replacements.add(node);
  return node;
}

/** Whether this node took the place of another one. */
export function isReplacing(node: Node): boolean {
  return replacements.has(node);
}

/**
 * An edited object, where what was written to one place of a cell is written to all of them. A place counts as written when another object stands
 * there than before, be it equal (but for one that has the cell still); the last one wins, keys taken in their order, as merging takes them. Gives `after` itself when there is nothing to do.
 */
export function writeThrough(before: Mapping, after: Mapping): Mapping {
  if (before === after || !holders.has(before)) return after;
  holders.add(after);
  const writes = new Map<Cell, Node>();
  const kept = keepCells(before, after, writes);
  if (writes.size === 0) return after;
  const result = fill(kept, writes);
  return result.kind === 'mapping' ? holdingCells(result) : after;
}

/** `after` with the cells of the places written to, and those writes in `writes`. */
function keepCells(before: Node | undefined, after: Node, writes: Map<Cell, Node>): Node {
  if (before === undefined || before === after) return after;
  if (before.kind === 'scalar') {
    if (before.cell === undefined || isSameNode(before, after)) return after;
    writes.set(before.cell, after);
    return after.kind === 'scalar' ? { ...after, cell: before.cell } : after;
  }
  if (replacements.has(after)) return after;
  if (before.kind === 'mapping' && after.kind === 'mapping') {
    const values = new Map<string, Node>();
    for (const entry of after.entries.toSorted((a, b) => (a.key.value < b.key.value ? -1 : 1))) {
      const value = keepCells(get(before, entry.key.value), entry.value, writes);
      if (value !== entry.value) values.set(entry.key.value, value);
    }
    if (values.size === 0) return after;
    return {
      ...after,
      entries: after.entries.map((entry) => ({ ...entry, value: values.get(entry.key.value) ?? entry.value })),
    };
  }
  if (before.kind === 'sequence' && after.kind === 'sequence') {
    // Merging puts new items before the old ones.
    const added = after.items.length - before.items.length;
    return withItems(after, (item, index) => keepCells(before.items[index - added], item, writes));
  }
  return after;
}

/** Whether at most the quotes changed, which merging does in passing. */
function isSameNode(before: Scalar, after: Node): boolean {
  return (
    after.kind === 'scalar' && after.cell === before.cell && after.value === before.value && after.tag === before.tag
  );
}

/** The node with what was written in every place of the cells written to. */
function fill(node: Node, writes: ReadonlyMap<Cell, Node>): Node {
  if (node.kind === 'scalar') {
    const { cell } = node;
    const written = cell === undefined ? undefined : writes.get(cell);
    if (cell === undefined || written === undefined) return node;
    return written.kind === 'scalar' ? { ...written, cell } : written;
  }
  if (node.kind === 'sequence') return withItems(node, (item) => fill(item, writes));
  let changed = false;
  const entries = node.entries.map((entry) => {
    const value = fill(entry.value, writes);
    if (value === entry.value) return entry;
    changed = true;
    return { key: entry.key, value };
  });
  return changed ? { ...node, entries } : node;
}

function withItems<T extends Node & { readonly kind: 'sequence' }>(
  node: T,
  edit: (item: Node, index: number) => Node,
): T {
  let changed = false;
  const items = node.items.map((item, index) => {
    const edited = edit(item, index);
    if (edited !== item) changed = true;
    return edited;
  });
  return changed ? { ...node, items } : node;
}
