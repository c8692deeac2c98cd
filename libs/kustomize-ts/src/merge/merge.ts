import type { Location } from '@fleetwright/diagnostics';
import { refuse } from '../refusal.ts';
import type { Node } from '../yaml/node.ts';
import { UnknownDirective } from './directive.ts';
import { type Draft, freeze, thaw } from './draft.ts';
import { WrongKind } from './elements.ts';
import type { Schema } from './schema.ts';
import { walk } from './walk.ts';

export interface MergeOptions {
  /** What is known of types: which lists are merged, and by what. */
  readonly types: Schema;
  /** Whether lists of unknown types are merged by `name` when their items have one; not without. */
  readonly infer?: boolean;
  /** Whether new items of a list come before the old ones, as in a build, or behind them. */
  readonly prepend: boolean;
  /** Where a node of the patch is, for messages. */
  readonly placeOf?: (node: Node | undefined) => Location | undefined;
}

/**
 * `dest` with a strategic merge patch laid on it; nothing when the patch deletes it. Parts that stay are the same nodes. Refuses a patch with a
 * part of another kind than what it is laid on, or with an unknown `$patch` (FW6011). As merge2.Merge of kyaml does.
 */
export function mergeStrategic(dest: Node, patch: Node, options: MergeOptions): Node | undefined {
  return merge(dest, patch, options).result;
}

/**
 * What a patch leaves where `dest` stood, as builds take it: they look at what the merge changed in place, not at what it gives back, so that
 * `$patch: replace` at the top leaves all as it was. Nothing when the patch deletes it. Refuses as {@link mergeStrategic} does.
 */
export function mergeInPlace(dest: Node, patch: Node, options: MergeOptions): Node | undefined {
  const merged = merge(dest, patch, options);
  return merged.result === undefined ? undefined : merged.dest;
}

function merge(dest: Node, patch: Node, options: MergeOptions): { result: Node | undefined; dest: Node } {
  const { types, infer = false, prepend, placeOf = nowhere } = options;
  const bench = thaw(dest);
  const result = withPlace(placeOf, () =>
    walk({ types, infer, prepend }, { dest: bench, origin: thaw(patch) }, undefined, []),
  );
  const left = freeze(bench);
  return { dest: left, result: result === bench ? left : result === undefined ? undefined : freeze(result) };
}

function withPlace(
  placeOf: (node: Node | undefined) => Location | undefined,
  run: () => Draft | undefined,
): Draft | undefined {
  try {
    return run();
  } catch (problem) {
    if (!(problem instanceof WrongKind || problem instanceof UnknownDirective)) throw problem;
    const hint =
      problem instanceof WrongKind
        ? 'write in the patch what the resource has there: a mapping, a list or a value'
        : '$patch may be merge, replace or delete';
    return refuse('FW6011', problem.message, hint, placeOf(problem.draft.from));
  }
}

function nowhere(): undefined {
  return undefined;
}
