import type { Diagnostic } from '@fleetwright/diagnostics';
import { commitMessage, type Moves, type Promotion } from '@fleetwright/promotion';
import { checkPair } from '@fleetwright/render';
import { apply, type Effect, effectOf } from './apply.ts';
import type { Context } from './context.ts';
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
  if (how.dryRun)
    return { exit: exitCode.ok, document, data: lines, words: `${tally(effect.value)} would change.\n`, diagnostics };
  const written = await apply(context, effect.value);
  if (!written.ok) return failed([...written.errors, ...diagnostics]);
  const commit = `git add clusters && git commit -F - <<'EOF'\n${message}EOF\n`;
  const next = (how.next ?? '') === '' ? '' : `\n${how.next}`;
  const words = `${lines}\n${tally(effect.value)} changed. Commit them:\n\n  ${commit}${next}`;
  return { exit: exitCode.ok, document, words, diagnostics };
}

/** Promotions of one half: the pair is validated whole before it is written, and marked. */
function pairsOf({ movements }: Moves): readonly Promotion[] {
  return movements.filter((movement) => movement.movement === 'promotion').filter(({ only }) => only !== undefined);
}

function tally({ changes }: Effect): string {
  const stages = changes.filter(({ path }) => path.startsWith('clusters/stages/')).length;
  return `${count(stages, 'file')} of stages and ${changes.length - stages} of facts, overlays and hubs`;
}
