import type { Comments, Entry, Mapping, Node, Scalar } from './node.ts';
import type { Mark } from './scan/cursor.ts';
import { maxDepth } from './scan/make-raw.ts';
import type { Raw, RawDocument } from './scan/raw.ts';
import { refuseYaml, type Source } from './scan/scanner.ts';

/** More than any file that people write has, and few enough to walk. */
const maxExpanded = 500_000;

/** A node whose aliases are followed. */
export interface Expanded {
  readonly node: Node;
  /** How many nodes it is, those an alias stands for counted each time. */
  readonly size: number;
  readonly depth: number;
}

/** A pair of a mapping, as written and followed. */
export interface Pair {
  readonly rawKey: Raw;
  readonly rawValue: Raw;
  readonly key: Node;
  readonly value: Node;
}

/** In what go-yaml v2 and v3 differ once a document is parsed. */
export interface Rules {
  readonly scalar: (raw: Raw, expansion: Expansion) => Scalar;
  /** The entries that the pairs of a mapping come to. */
  readonly entries: (pairs: readonly Pair[], raw: Raw, expansion: Expansion) => readonly Entry[];
}

export interface Expansion {
  readonly source: Source;
  readonly rules: Rules;
  /** What was made of a node; nothing while it is being made. */
  readonly done: Map<Raw, Expanded | undefined>;
  /** Nodes that are there only for aliases. */
  expanded: number;
}

/** The nodes of a document, aliases replaced by what they stand for. Refuses (FW5006) an alias within that, and more of them than can be walked. */
export function expandDocument(document: RawDocument, source: Source, rules: Rules): Node {
  const { node } = expand(document.root, { source, rules, done: new Map(), expanded: 0 });
  if (!source.comments || (document.head === '' && document.foot === '')) return node;
  return withComments(node, documentComments(node.comments ?? {}, document));
}

/** Comments of a document stand apart from those of what is in it by an empty line. */
function documentComments(own: Comments, { head, foot }: RawDocument): Comments {
  const join = (one: string, other: string): string =>
    one === '' || other === '' ? one + other : `${one}\n\n${other}`;
  return commentsOf({ head: join(head, own.head ?? ''), line: own.line ?? '', foot: join(own.foot ?? '', foot) });
}

function commentsOf({ head, line, foot }: { head: string; line: string; foot: string }): Comments {
  return { ...(head === '' ? {} : { head }), ...(line === '' ? {} : { line }), ...(foot === '' ? {} : { foot }) };
}

function withComments(node: Node, comments: Comments): Node {
  return Object.keys(comments).length === 0 ? node : { ...node, comments };
}

/** Where a node stands in its file, from 1. */
export function placeOf(raw: Raw, { source }: Expansion): { line: number; column: number } {
  return { line: raw.mark.line + source.lineOffset + 1, column: raw.mark.column + 1 };
}

function expand(raw: Raw, expansion: Expansion): Expanded {
  if (raw.kind === 'alias') {
    const found = expandedOf(raw, expansion);
    count(expansion, found.size, raw.mark);
    return found;
  }
  expansion.done.set(raw, undefined);
  const made = expandOwn(raw, expansion);
  const node = expansion.source.comments ? withComments(made.node, commentsOf(raw)) : made.node;
  const expanded = { ...made, node };
  if (expanded.depth > maxDepth + 1) refuseExpansion(expansion, raw.mark, `exceeded max depth of ${maxDepth}`);
  expansion.done.set(raw, expanded);
  return expanded;
}

/** What was made of a node, or of what an alias stands for. */
export function expandedOf(raw: Raw, expansion: Expansion): Expanded {
  const expanded = expansion.done.get(raw.target ?? raw);
  if (expanded === undefined) refuseExpansion(expansion, raw.mark, `anchor '${raw.value}' value contains itself`);
  return expanded;
}

/** Counts nodes that are there once more for an alias or a merge key. */
export function count(expansion: Expansion, size: number, mark: Mark): void {
  expansion.expanded += size;
  if (expansion.expanded > maxExpanded) refuseExpansion(expansion, mark, 'document contains excessive aliasing');
}

function refuseExpansion(expansion: Expansion, mark: Mark, problem: string): never {
  refuseYaml(expansion.source, 'FW5006', problem, mark, 'Write out what the aliases stand for, or use fewer.');
}

function expandOwn(raw: Raw, expansion: Expansion): Expanded {
  if (raw.kind === 'scalar') return { node: expansion.rules.scalar(raw, expansion), size: 1, depth: 1 };
  const children = raw.children.map((child) => expand(child, expansion));
  let depth = 1;
  let size = 1;
  for (const child of children) {
    depth = Math.max(depth, child.depth + 1);
    size += child.size;
  }
  const rest = { flow: raw.flow, ...placeOf(raw, expansion) };
  if (raw.kind === 'sequence') {
    return { node: { kind: 'sequence', items: children.map(({ node }) => node), ...rest }, size, depth };
  }
  const entries = expansion.rules.entries(pairsOf(raw, children), raw, expansion);
  const node: Mapping = { kind: 'mapping', entries, ...rest };
  return { node, size, depth };
}

function pairsOf(raw: Raw, children: readonly Expanded[]): Pair[] {
  const pairs: Pair[] = [];
  for (let index = 0; index < children.length; index += 2) {
    const [rawKey, rawValue] = [raw.children[index], raw.children[index + 1]];
    const [key, value] = [children[index]?.node, children[index + 1]?.node];
    if (rawKey === undefined || rawValue === undefined || key === undefined || value === undefined) break;
    pairs.push({ rawKey, rawValue, key, value });
  }
  return pairs;
}

/** A key that is a scalar. Refuses (FW6009) any other, with the words in which go-yaml later fails on it. */
export function scalarKey({ key, rawKey }: Pair, { source }: Expansion): Scalar {
  if (key.kind === 'scalar') return key;
  const keys = source.dialect === 3 ? 'string' : 'interface {}';
  const type = key.kind === 'mapping' ? `map[${keys}]interface {}` : '[]interface {}';
  return refuseYaml(
    source,
    source.code,
    `invalid map key: ${type}`,
    rawKey.mark,
    'Write a key that is text or a number.',
  );
}
