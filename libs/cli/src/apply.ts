import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import { formatHold } from '@fleetwright/model/engine';
import type { HoldChange, Movement, Moves } from '@fleetwright/promotion';
import { checkMembership } from '@fleetwright/render';
import { type Change, difference, treeSha } from '@fleetwright/workspace';
import { nest, subtree } from 'kustomize-ts';
import type { Context } from './context.ts';
import { compareDerived } from './generate.ts';
import type { Ledger } from './ledger.ts';

/** The files that a plan changes: those of stages with what the plan saw there, and what g makes of them. */
export type Effect = Change;

const folder = 'clusters/stages';

/** What applying a plan would change in the work tree: the stages' copies, hold files, and what g makes of them. Nothing is written. */
export function effectOf(root: string, ledger: Ledger, { movements, holds }: Moves): Result<Effect> {
  const stages = new Map(ledger.stages);
  const errors: Diagnostic[] = [];
  for (const movement of movements) errors.push(...move(stages, ledger, movement));
  for (const change of holds) errors.push(...hold(stages, change));
  if (errors.length > 0) return fail(errors);
  const lost = checkMembership(ledger.stages, stages);
  if (lost.length > 0) return fail(lost);
  const derived = compareDerived(root, stages);
  if (!derived.ok) return derived;
  const seen = nest(ledger.stages, folder);
  const moved = difference(seen, nest(stages, folder));
  const wanted = new Map([...nest(stages, folder), ...derived.value.wanted]);
  return ok({ wanted, changes: [...moved, ...derived.value.changes], seen }, derived.warnings);
}

/** Makes one entry what the movement says, if it still is what the plan saw. */
function move(stages: Map<string, string>, ledger: Ledger, { path, from, to }: Movement): readonly Diagnostic[] {
  const entry = path.slice(`${folder}/`.length);
  const held = subtree(stages, entry);
  if ((held.size === 0 ? undefined : treeSha(held)) !== from) return [otherwise(path)];
  for (const inside of held.keys()) stages.delete(`${entry}/${inside}`);
  if (to === undefined) return [];
  for (const [inside, text] of nest(ledger.readTree(to), entry)) stages.set(inside, text);
  return [];
}

function hold(stages: Map<string, string>, { path, from, to }: HoldChange): readonly Diagnostic[] {
  const file = path.slice(`${folder}/`.length);
  if (stages.has(file) !== (from !== undefined)) return [otherwise(path)];
  if (to === undefined) stages.delete(file);
  else stages.set(file, formatHold(to));
  return [];
}

function otherwise(file: string): Diagnostic {
  const hint =
    'look at `git status` and `git diff`, then run the command again, so that the plan is made from what is there';
  return error('FW5009', `${file} is not what the plan was made from`, hint, { file });
}

/** Writes an effect. */
export function apply({ tree }: Pick<Context, 'tree'>, effect: Effect): Promise<Result<number>> {
  return tree.apply(effect, { force: false, owned: 'stages' });
}
