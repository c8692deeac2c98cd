/**
 * YAML as kustomize works on it: what is written, not what it means to a program. A number keeps its digits, text keeps its
 * quotes, keys keep their order, until the last step. Nodes never change; whoever edits makes new ones that share what stayed.
 */
export type Node = Scalar | Sequence | Mapping;

/** Where a node stood in its file, from 1; 0 for what was made, not read. */
interface Placed {
  readonly line: number;
  readonly column: number;
  readonly comments?: Comments;
}

/** Comments as go-yaml v3 hands them out, with their `#`. */
export interface Comments {
  readonly head?: string;
  readonly line?: string;
  readonly foot?: string;
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface Scalar extends Placed {
  readonly kind: 'scalar';
  /**
   * Short tag as go-yaml v3 resolves it: `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!timestamp`, `!!binary`, `!!merge`, or
   * one of the document's own (`!foo`). Empty: not decided, so that whoever writes it decides by value and style.
   */
  readonly tag: string;
  /** The document gave the tag itself (`!!str 80`), so that it is written again; else a tag only says what value and style make of it. */
  readonly tagged?: true;
  /** Text without quotes, escapes resolved, blocks unfolded. */
  readonly value: string;
  readonly style: ScalarStyle;
  /** Scalars of one object with the same cell are one node in several places: a write to one is a write to all. See cells.ts. */
  readonly cell?: Cell;
}

/** An identity; it has no content. */
export type Cell = object;

export interface Sequence extends Placed {
  readonly kind: 'sequence';
  readonly items: readonly Node[];
  readonly flow: boolean;
}

export interface Mapping extends Placed {
  readonly kind: 'mapping';
  /** In the order written. A key may be there twice, until something writes the mapping. */
  readonly entries: readonly Entry[];
  readonly flow: boolean;
}

export interface Entry {
  readonly key: Scalar;
  readonly value: Node;
}

const nowhere = { line: 0, column: 0 } as const;

/** A scalar that was not read. `tag` as in {@link Scalar}. */
export function scalar(value: string, tag = '!!str', style: ScalarStyle = 'plain'): Scalar {
  return { kind: 'scalar', tag, value, style, ...nowhere };
}

export const nullNode: Scalar = scalar('null', '!!null');

/** A sequence that was not read. */
export function sequence(items: readonly Node[]): Sequence {
  return { kind: 'sequence', items, flow: false, ...nowhere };
}

/** A mapping that was not read. */
export function mapping(entries: readonly Entry[]): Mapping {
  return { kind: 'mapping', entries, flow: false, ...nowhere };
}

/** The mapping of names to texts, in the order given. */
export function stringMapping(entries: Iterable<readonly [string, string]>): Mapping {
  return mapping([...entries].map(([key, value]) => ({ key: scalar(key), value: scalar(value) })));
}

/** A scalar that is null, however it is written. */
export type Null = Scalar & { readonly tag: '!!null' };

/** Whether this is nothing, or a null. */
export function isNull(node: Node | undefined): node is undefined | Null {
  return node === undefined || (node.kind === 'scalar' && node.tag === '!!null');
}

/** Whether this is nothing, a null, or a collection with nothing in it: `IsNilOrEmpty` of kyaml. */
export function isEmpty(node: Node | undefined): boolean {
  if (isNull(node)) return true;
  return node.kind === 'mapping' ? node.entries.length === 0 : node.kind === 'sequence' && node.items.length === 0;
}

/** The value of the first entry with this key. */
export function get(node: Node | undefined, key: string): Node | undefined {
  if (node?.kind !== 'mapping') return undefined;
  for (const entry of node.entries) if (entry.key.value === key) return entry.value;
  return undefined;
}

/** What stands at the end of a path of keys. */
export function lookup(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let found = node;
  for (const key of path) found = get(found, key);
  return found;
}

/** The text of a scalar that is not null. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.tag !== '!!null' ? node.value : undefined;
}

/** The text of a scalar whatever its type: that of a null is `null`, `~` or empty, as it is written. Empty for what is no scalar. */
export function rawText(node: Node | undefined): string {
  return node?.kind === 'scalar' ? node.value : '';
}

/** The mapping with `value` under `key`: in its place when the key is there (its first entry), else at the end. Itself when nothing changes. */
export function set(node: Mapping, key: string, value: Node): Mapping {
  const index = node.entries.findIndex((entry) => entry.key.value === key);
  const old = node.entries[index];
  if (old === undefined) return { ...node, entries: [...node.entries, { key: scalar(key), value }] };
  return old.value === value ? node : { ...node, entries: node.entries.with(index, { key: old.key, value }) };
}
