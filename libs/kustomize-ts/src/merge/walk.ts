import type { ScalarStyle } from '../yaml/node.ts';
import { commentSchema } from './comment-schema.ts';
import { takeDirective } from './directive.ts';
import {
  type Draft,
  entriesOf,
  entryOf,
  fieldOf,
  isMissing,
  isNilOrEmpty,
  isNullDraft,
  itemsOf,
  scalarDraft,
} from './draft.ts';
import { expectKind, setField } from './elements.ts';
import type { Manner, Pair } from './manner.ts';
import type { Schema, SchemaNode } from './schema.ts';
import { settledOf } from './settled.ts';
import { isAssociative, mergeItems } from './walk-list.ts';

/**
 * Merges two values, as the walker of kyaml does with the visitor of merge2: what is in `dest` changes, and what is to stand there is given back;
 * nothing: it is to go. Takes directives out of the patch, and nulls. Throws {@link WrongKind} and {@link UnknownDirective}.
 */
export function walk(
  manner: Manner,
  pair: Pair,
  schema: SchemaNode | undefined,
  path: readonly string[],
): Draft | undefined {
  if (pair.origin === undefined && pair.dest !== undefined) {
    const settled = settledOf(manner, pair.dest, schema, (dest) =>
      walkPair(manner, { dest, origin: undefined }, schema, []),
    );
    if (settled !== undefined) return settled.draft;
  }
  return walkPair(manner, pair, schema, path);
}

/** The same without looking for what is known already. */
function walkPair(
  manner: Manner,
  pair: Pair,
  given: SchemaNode | undefined,
  path: readonly string[],
): Draft | undefined {
  const { dest, origin } = pair;
  const schema = schemaFor(manner, pair, given);
  const kind = isMissing(dest) ? (isMissing(origin) ? undefined : origin.kind) : dest.kind;
  if (kind !== undefined) {
    expectKind(dest, kind);
    expectKind(origin, kind);
  }
  takeComments(dest, origin);
  takeFlow(dest, origin);
  if (kind === undefined || kind === 'mapping') return walkMapping(manner, pair, schema, path);
  if (kind === 'scalar' || !isAssociative(manner, pair, schema)) return origin ?? dest;
  const list = startingList(dest, origin);
  if (list === undefined) return undefined;
  return mergeItems(manner, { dest: list, origin }, schema, path, (items) => walk(manner, items, schema?.items, []));
}

/** What a comment says of the type, else what is known from above, else what the value says of itself. */
function schemaFor(manner: Manner, { dest, origin }: Pair, given: SchemaNode | undefined): SchemaNode | undefined {
  for (const draft of [dest, origin]) {
    if (isMissing(draft)) continue;
    const said = commentSchema(draft.comments, manner.types);
    if (said !== undefined) return said;
  }
  if (given !== undefined) return given;
  for (const draft of [dest, origin]) {
    const known = isMissing(draft) ? undefined : schemaByMeta(manner, draft);
    if (known !== undefined) return known;
  }
  return undefined;
}

function schemaByMeta(manner: Manner, draft: Draft): SchemaNode | undefined {
  const kind = metaText(draft, 'kind');
  const apiVersion = metaText(draft, 'apiVersion');
  if (kind === '' || apiVersion === '') return undefined;
  const slash = apiVersion.indexOf('/');
  return manner.types.ofType({
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
  });
}

function metaText(draft: Draft, field: string): string {
  const value = fieldOf(draft, field);
  return value === undefined || isNilOrEmpty(value) ? '' : value.value;
}

function walkMapping(
  manner: Manner,
  pair: Pair,
  schema: SchemaNode | undefined,
  path: readonly string[],
): Draft | undefined {
  const dest = startingMapping(pair);
  if (dest === undefined) return undefined;
  const { origin } = pair;
  for (const name of namesOf(dest, origin)) {
    const old = entryOf(dest, name);
    const patch = entryOf(origin, name);
    const said = schemaOfEntry(old, manner.types) ?? schemaOfEntry(patch, manner.types) ?? schema?.field(name);
    const value = walk(manner, { dest: old?.value, origin: patch?.value }, said, manner.infer ? [...path, name] : path);
    const keyStyle: ScalarStyle | undefined = value === patch?.value ? patch?.key.style : undefined;
    setField(dest, name, value, keyStyle);
  }
  return dest;
}

function schemaOfEntry(entry: ReturnType<typeof entryOf>, types: Schema): SchemaNode | undefined {
  if (entry === undefined) return undefined;
  return commentSchema(entry.value.comments, types) ?? commentSchema(entry.key.comments, types);
}

/** The mapping to merge into: the old one, the new one where there is none, nothing when it is to go. */
function startingMapping({ dest, origin }: Pair): Draft | undefined {
  if (!isMissing(dest)) {
    if (isNullDraft(origin)) return undefined;
    return start(dest, origin);
  }
  // Nonsense in a directive is left in what is added
  const directive = isNullDraft(origin) ? 'merge' : quietDirective(origin);
  if (directive === 'delete') return undefined;
  // A null that was written (`null`, `~`) stays where the patch says nothing
  if (origin === undefined && dest !== undefined && dest.value !== '') {
    return { ...scalarDraft(dest.value, '!!null'), keep: true };
  }
  return origin;
}

function quietDirective(origin: Draft | undefined): string {
  try {
    return takeDirective(origin);
  } catch {
    return 'merge';
  }
}

function startingList(dest: Draft | undefined, origin: Draft | undefined): Draft | undefined {
  if (isMissing(dest)) return origin;
  return isNullDraft(origin) ? undefined : start(dest, origin);
}

function start(dest: Draft, origin: Draft | undefined): Draft | undefined {
  const directive = takeDirective(origin);
  if (directive === 'delete') return undefined;
  return directive === 'replace' ? origin : dest;
}

/** The keys of both, sorted. */
function namesOf(dest: Draft, origin: Draft | undefined): readonly string[] {
  const names = new Set<string>();
  for (const draft of [dest, origin]) {
    if (draft !== undefined) for (const entry of entriesOf(draft)) names.add(entry.key.value);
  }
  return [...names].toSorted();
}

/** What was empty was written `{}` or `[]`; what is merged into it is written as the patch writes it. */
function takeFlow(dest: Draft | undefined, origin: Draft | undefined): void {
  if (dest === undefined || origin === undefined || dest.kind === 'scalar') return;
  const isEmpty = dest.kind === 'mapping' ? entriesOf(dest).length === 0 : itemsOf(dest).length === 0;
  if (isEmpty) dest.flow = origin.flow;
}

/** The comments of the patch stand for those of what it changes. */
function takeComments(dest: Draft | undefined, origin: Draft | undefined): void {
  if (dest === undefined || origin?.comments === undefined || dest === origin) return;
  dest.comments = { ...dest.comments, ...withoutEmpty(origin.comments) };
}

function withoutEmpty(comments: NonNullable<Draft['comments']>): NonNullable<Draft['comments']> {
  return Object.fromEntries(Object.entries(comments).filter(([, text]) => text !== ''));
}
