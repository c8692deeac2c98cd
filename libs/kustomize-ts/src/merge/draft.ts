import { isReplacing, replacing } from '../yaml/cells.ts';
import type { Comments, Entry, Mapping, Node, Scalar, ScalarStyle, Sequence } from '../yaml/node.ts';

/**
 * A node on the workbench of one merge. Upstream merges in place, and what comes out of lists with double or missing keys hangs on who saw which
 * change when; so the merge works on drafts that change, made from nodes as they are reached and turned back into the same nodes where nothing did.
 */
export interface Draft {
  kind: Node['kind'];
  tag: string;
  value: string;
  style: ScalarStyle;
  tagged: boolean;
  flow: boolean;
  comments: Comments | undefined;
  /** The node it was made from: gives the children until something asks for them, and where it stood. */
  from: Node | undefined;
  entries: readonly DraftEntry[] | undefined;
  items: readonly Draft[] | undefined;
  /** A null that is to stay where nulls are taken away; of this draft alone, not of what is put in its place. */
  keep: boolean;
}

export interface DraftEntry {
  readonly key: Scalar;
  readonly value: Draft;
}

/** The draft of a node. */
export function thaw(node: Node): Draft {
  return {
    kind: node.kind,
    tag: node.kind === 'scalar' ? node.tag : '',
    value: node.kind === 'scalar' ? node.value : '',
    style: node.kind === 'scalar' ? node.style : 'plain',
    tagged: node.kind === 'scalar' && node.tagged === true,
    flow: node.kind !== 'scalar' && node.flow,
    comments: node.comments,
    from: node,
    entries: undefined,
    items: undefined,
    keep: false,
  };
}

/** A scalar that was not read. An empty `tag`: value and style decide. */
export function scalarDraft(value: string, tag = ''): Draft {
  return { ...blank, kind: 'scalar', tag, value };
}

/** A list that was not read. */
export function emptyListDraft(): Draft {
  return { ...blank, kind: 'sequence', items: [] };
}

const blank = {
  tag: '',
  value: '',
  style: 'plain',
  tagged: false,
  flow: false,
  comments: undefined,
  from: undefined,
  entries: undefined,
  items: undefined,
  keep: false,
} as const;

/** The entries of a mapping; none of anything else. */
export function entriesOf(draft: Draft): readonly DraftEntry[] {
  if (draft.entries !== undefined) return draft.entries;
  const { from } = draft;
  if (draft.kind !== 'mapping' || from?.kind !== 'mapping') return [];
  const entries = from.entries.map(({ key, value }) => ({ key, value: thaw(value) }));
  draft.entries = entries;
  return entries;
}

/** The items of a list; none of anything else. */
export function itemsOf(draft: Draft): readonly Draft[] {
  if (draft.items !== undefined) return draft.items;
  const { from } = draft;
  if (draft.kind !== 'sequence' || from?.kind !== 'sequence') return [];
  const items = from.items.map(thaw);
  draft.items = from.items.some((item) => twins.has(item))
    ? items.map((_, index) => twinOf(items, from.items, index))
    : items;
  return draft.items;
}

/** Nodes that a merge put into one list several times, as it does with items that lack one of several keys: what changes one changes all. */
const twins = new WeakSet<Node>();

/** The draft of the first item that is the same node, when it is one that a merge put there. */
function twinOf(drafts: readonly Draft[], nodes: readonly Node[], index: number): Draft {
  const node = nodes[index];
  const own = node !== undefined && twins.has(node) ? drafts[nodes.indexOf(node)] : drafts[index];
  if (own === undefined) throw new Error('an item without a draft');
  return own;
}

/** The nodes of items, those of one draft the same node. */
function freezeItems(items: readonly Draft[]): readonly Node[] {
  if (new Set(items).size === items.length) return items.map(freeze);
  const nodes = new Map<Draft, Node>();
  for (const item of items) {
    const node = nodes.get(item);
    if (node === undefined) nodes.set(item, freeze(item));
    else twins.add(node);
  }
  return items.flatMap((item) => nodes.get(item) ?? []);
}

/** Whether nobody has looked into the node or changed it. */
export function isUntouched(draft: Draft): boolean {
  return (
    draft.entries === undefined && draft.items === undefined && draft.from !== undefined && hasSelfOf(draft, draft.from)
  );
}

/**
 * Makes `draft` what `other` is. The children are the same ones: a change of one shows in both. A scalar becomes another node, which is how
 * yaml/cells.ts sees writes.
 */
export function assign(draft: Draft, other: Draft): void {
  if (draft === other) return;
  if (other.kind !== 'scalar' && other.from !== undefined) replacing(other.from);
  Object.assign(draft, other, { keep: false });
}

/** Gives `value` the style of what it takes the place of. */
export function takeStyle(value: Draft, old: Draft): void {
  const scalars = value.kind === 'scalar' && old.kind === 'scalar';
  value.style = scalars ? old.style : 'plain';
  value.tagged = scalars && old.tagged;
  value.flow = value.kind !== 'scalar' && old.kind !== 'scalar' && old.flow;
}

/** The node of a draft: the one it was made from when it is the same still. */
export function freeze(draft: Draft): Node {
  if (draft.kind === 'scalar') return freezeScalar(draft);
  return draft.kind === 'sequence' ? freezeSequence(draft) : freezeMapping(draft);
}

function freezeScalar(draft: Draft): Scalar {
  const { from } = draft;
  if (from?.kind === 'scalar' && hasSelfOf(draft, from)) return from;
  const { tag, value, style } = draft;
  const tagged = draft.tagged ? { tagged: true as const } : {};
  // Only its style is another one: it is the same node, in all the places it had.
  const cell = from?.kind === 'scalar' && from.cell !== undefined ? { cell: from.cell } : {};
  return { kind: 'scalar', tag, value, style, ...tagged, ...cell, ...placeOf(draft) };
}

function freezeSequence(draft: Draft): Sequence {
  const from = draft.from?.kind === 'sequence' ? draft.from : undefined;
  const items = draft.items === undefined ? (from?.items ?? []) : freezeItems(draft.items);
  const same = items.length === from?.items.length && items.every((item, index) => item === from.items[index]);
  if (from !== undefined && same && hasSelfOf(draft, from)) return from;
  return { kind: 'sequence', items: same ? (from?.items ?? items) : items, flow: draft.flow, ...placeOf(draft) };
}

function freezeMapping(draft: Draft): Mapping {
  const from = draft.from?.kind === 'mapping' ? draft.from : undefined;
  const entries = draft.entries === undefined ? (from?.entries ?? []) : draft.entries.map(freezeEntry);
  const same =
    from !== undefined &&
    entries.length === from.entries.length &&
    entries.every(
      (entry, index) => entry.key === from.entries[index]?.key && entry.value === from.entries[index].value,
    );
  if (same && hasSelfOf(draft, from)) return from;
  const made: Mapping = {
    kind: 'mapping',
    entries: same ? from.entries : entries,
    flow: draft.flow,
    ...placeOf(draft),
  };
  return from !== undefined && isReplacing(from) ? replacing(made) : made;
}

function freezeEntry(entry: DraftEntry): Entry {
  return { key: entry.key, value: freeze(entry.value) };
}

function hasSelfOf(draft: Draft, node: Node): boolean {
  if (draft.comments !== node.comments || draft.kind !== node.kind) return false;
  if (node.kind !== 'scalar') return draft.flow === node.flow;
  const { tag, value, style, tagged = false } = node;
  return draft.tag === tag && draft.value === value && draft.style === style && draft.tagged === tagged;
}

function placeOf(draft: Draft): { line: number; column: number; comments?: Comments } {
  const { line, column } = draft.from ?? { line: 0, column: 0 };
  return draft.comments === undefined ? { line, column } : { line, column, comments: draft.comments };
}

/** Whether this is nothing, or a null. */
export function isMissing(draft: Draft | undefined): draft is undefined | NullDraft {
  return draft === undefined || isNullDraft(draft);
}

interface NullDraft extends Draft {
  kind: 'scalar';
  tag: '!!null';
}

/** Whether this is there, and a null. */
export function isNullDraft(draft: Draft | undefined): boolean {
  return draft !== undefined && draft.kind === 'scalar' && draft.tag === '!!null';
}

/** Whether this is nothing, a null or a mapping without entries. */
export function isEmptyMap(draft: Draft | undefined): boolean {
  return isMissing(draft) || (draft.kind === 'mapping' && entriesOf(draft).length === 0);
}

/** Whether this is nothing, a null, or a mapping or list with nothing in it. */
export function isNilOrEmpty(draft: Draft | undefined): boolean {
  return isEmptyMap(draft) || (draft?.kind === 'sequence' && itemsOf(draft).length === 0);
}

/** The first entry with this key. */
export function entryOf(draft: Draft | undefined, key: string): DraftEntry | undefined {
  return draft === undefined ? undefined : entriesOf(draft).find((entry) => entry.key.value === key);
}

/** The value under a key. */
export function fieldOf(draft: Draft | undefined, key: string): Draft | undefined {
  return entryOf(draft, key)?.value;
}
