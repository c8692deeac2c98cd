import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import { formatHold } from '@fleetwright/model/engine';
import {
  commitMessage,
  type HoldChange,
  type Movement,
  type Moves,
  type Promotion,
  parseEntry,
  parsePath,
  vanished,
} from '@fleetwright/promotion';
import { checkBuilt, checkMembership, checkPair, openDocuments } from '@fleetwright/render';
import { type Change, difference, type TreeChange, treeSha } from '@fleetwright/workspace';
import { nest, subtree } from 'kustomize-ts';
import type { Context } from './context.ts';
import { compareDerived } from './generate.ts';
import type { Ledger } from './ledger.ts';
import { exitCode, failed, type Outcome } from './outcome.ts';
import { planLines } from './plan-lines.ts';
import { count } from './words.ts';

/** How a plan is carried out. */
export interface How {
  /** Show what it would change, and write nothing. */
  readonly dryRun: boolean;
  /** For `--json`: what was planned; movements, holds, changed files and the message of the commit are added. */
  readonly document: Outcome['document'];
  readonly diagnostics: readonly Diagnostic[];
  /** What comes after it, in whole lines. */
  readonly next?: string;
}

/** Applies a plan (not an empty one) to the work tree: all of it, or nothing. The commit is left to the person, with its message. */
export async function carryOut(context: Context, ledger: Ledger, plan: Moves, how: How): Promise<Outcome> {
  const pairs = pairsOf(plan);
  const unfit = pairs.flatMap(({ to, path }) => checkPair(ledger.readTree(to), path));
  if (unfit.length > 0) return failed([...unfit, ...how.diagnostics]);
  const effect = effectOf(context.root, ledger, plan);
  if (!effect.ok) return failed([...effect.errors, ...how.diagnostics]);
  const diagnostics = [...how.diagnostics, ...effect.warnings];
  const { movements, holds } = plan;
  const message = commitMessage(plan);
  const notTestedTogether = pairs.map(({ app }) => app);
  const { changes } = effect.value;
  const document = { ...how.document, movements, holds, notTestedTogether, changes, message };
  const lines = planLines(plan);
  const next = (how.next ?? '') === '' ? '' : `\n${how.next}`;
  if (how.dryRun) {
    const words = `${tally(effect.value)} would change.\n${next}`;
    return { exit: exitCode.ok, document, data: lines, words, diagnostics };
  }
  const written = await context.tree.apply(effect.value, { force: false, owned: 'stages' });
  if (!written.ok) return failed([...written.errors, ...diagnostics]);
  const commit = `git add clusters && git commit -F - <<'EOF'\n${message}EOF\n`;
  const words = `${lines}\n${tally(effect.value)} changed. Commit them:\n\n  ${commit}${next}`;
  return { exit: exitCode.ok, document, words, diagnostics };
}

/** Promotions of one half: the pair is validated whole before it is written, and marked. */
function pairsOf({ movements }: Moves): readonly Promotion[] {
  return movements.filter((movement) => movement.movement === 'promotion').filter(({ only }) => only !== undefined);
}

function tally({ changes }: Change): string {
  const stages = changes.filter(({ path }) => path.startsWith('clusters/stages/')).length;
  return `${count(stages, 'file')} of stages and ${changes.length - stages} of facts, overlays and hubs`;
}

const folder = 'clusters/stages';

/**
 * What applying a plan would change: the stages' copies and hold files, with what the plan saw there, and what g makes of
 * them. Nothing is written.
 */
function effectOf(root: string, ledger: Ledger, { movements, holds }: Moves): Result<Change> {
  const stages = new Map(ledger.stages);
  const errors: Diagnostic[] = [];
  for (const movement of movements) errors.push(...move(stages, ledger, movement));
  for (const change of holds) errors.push(...hold(stages, change));
  if (errors.length > 0) return fail(errors);
  const lost = checkMembership(ledger.stages, stages);
  if (lost.length > 0) return fail(lost);
  const documents = openDocuments();
  const derived = compareDerived(root, stages, documents);
  if (!derived.ok) return derived;
  const moved = new Set(movements.map(({ path }) => path.slice(`${folder}/`.length)));
  const broken = checkBuilt(stages, documents, { overlays: 'alike', of: moved });
  if (broken.length > 0) return fail(broken);
  const along = takenAlong(ledger, movements, derived.value.changes);
  if (along.length > 0) return fail(along);
  const seen = nest(ledger.stages, folder);
  const changed = difference(seen, nest(stages, folder));
  const wanted = new Map([...nest(stages, folder), ...derived.value.wanted]);
  return ok({ wanted, changes: [...changed, ...derived.value.changes], seen }, derived.warnings);
}

/** FW3001 for entries that somebody took away, where their overlays would go with this plan: it says nothing of them. */
function takenAlong(
  { world }: Ledger,
  movements: readonly Movement[],
  changes: readonly TreeChange[],
): readonly Diagnostic[] {
  const moved = new Set(movements.map(({ path }) => path));
  const going = new Set(
    changes.flatMap(({ change, path }) =>
      change === 'delete' && path.startsWith('clusters/overlays/') ? [path.split('/')[3]] : [],
    ),
  );
  return vanished(world).filter(({ at }) => {
    const place = at && !moved.has(at.file) ? parsePath(at.file) : undefined;
    return place?.place === 'entry' && going.has(parseEntry(place.entry).app);
  });
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
