import type { Node } from '../yaml/node.ts';
import { assign, type Draft, freeze, isUntouched, thaw } from './draft.ts';
import type { Manner } from './manner.ts';
import type { Schema, SchemaNode } from './schema.ts';

/**
 * What merging makes of values that a patch says nothing of. It does go through them (nulls without a text go, double items of lists too), but what
 * comes out hangs on the value and its type alone, so each is looked at once, however many patches and builds share it.
 */
interface Settled extends Manner {
  readonly schema: SchemaNode | undefined;
  /** What is left of it; nothing: it goes. */
  readonly node: Node | undefined;
}

const known = new WeakMap<Node, Settled>();

/** What becomes of `dest` without a patch, as `walk` finds out; `undefined` when it has to be looked through. */
export function settledOf(
  manner: Manner,
  dest: Draft,
  schema: SchemaNode | undefined,
  walk: (dest: Draft) => Draft | undefined,
): { readonly draft: Draft | undefined } | undefined {
  const { from } = dest;
  if (from === undefined || from.kind === 'scalar' || !isUntouched(dest)) return undefined;
  const { node } = find(manner, from, schema) ?? settle(manner, from, schema, walk);
  if (node === undefined) return { draft: undefined };
  if (node !== from) assign(dest, thaw(node));
  return { draft: dest };
}

function find({ types, infer, prepend }: Manner, node: Node, schema: SchemaNode | undefined): Settled | undefined {
  const settled = known.get(node);
  if (settled === undefined || !isSameSchema(settled, types, schema)) return undefined;
  return settled.infer === infer && settled.prepend === prepend ? settled : undefined;
}

function isSameSchema(settled: Settled, types: Schema, schema: SchemaNode | undefined): boolean {
  return settled.types === types && settled.schema === schema;
}

function settle(
  { types, infer, prepend }: Manner,
  node: Node,
  schema: SchemaNode | undefined,
  walk: (dest: Draft) => Draft | undefined,
): Settled {
  const left = walk(thaw(node));
  const settled = { types, infer, prepend, schema, node: left === undefined ? undefined : freeze(left) };
  known.set(node, settled);
  return settled;
}
