import { fail, ok, type Result } from '@fleetwright/diagnostics';
import type { Movement } from '@fleetwright/promotion';
import { checkMembership } from '@fleetwright/render';
import { difference, type TreeChange, writeChanges } from '@fleetwright/workspace';
import { type FileTree, nest, subtree } from 'kustomize-ts';
import { compareDerived } from './generate.ts';
import type { Ledger } from './ledger.ts';

/** The files that movements change: the stages' copies, and what g makes of them. Paths are from the root. */
export interface Effect {
  readonly wanted: FileTree;
  readonly changes: readonly TreeChange[];
}

/** What applying `movements` would change in the work tree: nothing is written. */
export function effectOf(root: string, ledger: Ledger, movements: readonly Movement[]): Result<Effect> {
  const stages = new Map(ledger.stages);
  for (const movement of movements) {
    const entry = movement.path.slice('clusters/stages/'.length);
    for (const path of subtree(stages, entry).keys()) stages.delete(`${entry}/${path}`);
    if (movement.to === undefined) continue;
    for (const [path, content] of nest(ledger.readTree(movement.to), entry)) stages.set(path, content);
  }
  const lost = checkMembership(ledger.stages, stages);
  if (lost.length > 0) return fail(lost);
  const derived = compareDerived(root, stages);
  if (!derived.ok) return derived;
  const folder = 'clusters/stages';
  const moved = difference(nest(ledger.stages, folder), nest(stages, folder));
  const wanted = new Map([...nest(stages, folder), ...derived.value.wanted]);
  return ok({ wanted, changes: [...moved, ...derived.value.changes] }, derived.warnings);
}

/** Writes an effect. */
export function apply(root: string, effect: Effect): Result<number> {
  return writeChanges(root, effect.wanted, effect.changes);
}
