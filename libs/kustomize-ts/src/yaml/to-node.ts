import {
  count,
  type Expansion,
  expandDocument,
  expandedOf,
  type Pair,
  placeOf,
  type Rules,
  scalarKey,
} from './expand.ts';
import type { Entry, Mapping, Node, Scalar, ScalarStyle } from './node.ts';
import { plainTag, shortTag } from './resolve.ts';
import type { Raw, RawDocument } from './scan/raw.ts';
import { refuseYaml, type Source } from './scan/scanner.ts';
import type { Maker } from './swift/line.ts';

/**
 * The nodes of a document, aliases replaced by what they stand for, and merge keys too if `merges`, as `DeAnchor` of kyaml does. Refuses (FW6009)
 * what cannot be merged, a key that is no scalar, and (FW5006) an alias within what it stands for, or more of them than can be walked.
 */
export function toNode(document: RawDocument, source: Source, merges: boolean): Node {
  return expandDocument(document, source, merges ? merging : keeping);
}

/** How go-yaml v3 tags scalars. */
export const v3Maker: Maker = {
  scalar: untagged,
  refuses(keys) {
    // Merge keys, also those in quotes, and null keys have rules of their own.
    for (const { key } of keys) if (key.tag === '!!null' || key.value === '<<') return true;
    return false;
  },
};

function untagged(value: string, style: ScalarStyle, line: number, column: number): Scalar {
  return { kind: 'scalar', tag: style === 'plain' ? plainTag(value) : '!!str', value, style, line, column };
}

const merging: Rules = {
  scalar: scalarOf,
  entries(pairs, raw, expansion) {
    return merge(pairs, ownEntries(pairs, expansion), raw, expansion);
  },
};

const keeping: Rules = {
  scalar: scalarOf,
  entries(pairs, _, expansion) {
    return ownEntries(pairs, expansion);
  },
};

function scalarOf(raw: Raw, expansion: Expansion): Scalar {
  const { value, style } = raw;
  const { line, column } = placeOf(raw, expansion);
  if (raw.tag === '' || raw.tag === '!') return untagged(value, style, line, column);
  return { kind: 'scalar', tag: shortTag(raw.tag), tagged: true, value, style, line, column };
}

function ownEntries(pairs: readonly Pair[], expansion: Expansion): Entry[] {
  return pairs.map((pair) => ({ key: scalarKey(pair, expansion), value: pair.value }));
}

/** The entries with those of the merge key, which goes, behind them: what is there stays, and the first of a list wins. */
function merge(pairs: readonly Pair[], own: readonly Entry[], raw: Raw, expansion: Expansion): readonly Entry[] {
  const index = own.findIndex(({ key }) => key.value === '<<');
  if (index < 0) return withNullKeysAgain(own);
  const values = pairs.filter((_, at) => own[at]?.key.tag === '!!merge').map(({ rawValue }) => rawValue);
  if (values.length > 1) refuseMerge(expansion, raw, 'duplicate merge key');
  const kept = own.toSpliced(index, 1);
  const entries = new Map<string, Entry>();
  const sources = values.flatMap((value) => mappingsOf(value, expansion, true));
  for (const node of sources.toReversed()) {
    for (const entry of firstEntries(node)) entries.set(entry.key.value, entry);
  }
  for (const { key } of kept) entries.delete(key.value);
  return withNullKeysAgain([...kept, ...entries.values()]);
}

/** kyaml rebuilds each mapping by key and does not find its null keys, so that they are there twice from then on: an error once it is written. */
function withNullKeysAgain(entries: readonly Entry[]): readonly Entry[] {
  const nulls = entries.filter(({ key }) => key.tag === '!!null' && key.value !== '');
  return nulls.length === 0 || entries.some(({ key }) => key.value === '') ? entries : [...entries, ...nulls];
}

/** Of entries with one key, the first. */
function firstEntries({ entries }: Mapping): Iterable<Entry> {
  const first = new Map<string, Entry>();
  for (const entry of entries) if (!first.has(entry.key.value)) first.set(entry.key.value, entry);
  return first.values();
}

/** The mappings that a merge key names, in the order written. */
function mappingsOf(value: Raw, expansion: Expansion, outer: boolean): Mapping[] {
  const { node, size } = expandedOf(value, expansion);
  if (node.kind === 'mapping') {
    count(expansion, size, value.mark);
    return [node];
  }
  if (value.kind === 'alias') refuseMerge(expansion, value, 'invalid map merge: received alias for a non-map value');
  if (value.kind === 'scalar') {
    refuseMerge(expansion, value, 'map merge requires map or sequence of maps as the value');
  }
  if (!outer) refuseMerge(expansion, value, 'invalid map merge: received a nested sequence');
  return value.children.flatMap((child) => mappingsOf(child, expansion, false));
}

function refuseMerge({ source }: Expansion, { mark }: Raw, problem: string): never {
  const how = 'Name one mapping, or a list of mappings, under <<.';
  // These are kyaml's own words, without those of go-yaml before them.
  refuseYaml({ ...source, message: () => problem }, source.code, problem, mark, how);
}
