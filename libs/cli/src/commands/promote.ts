import { asWarning, type Diagnostic, type Result } from '@fleetwright/diagnostics';
import {
  commitMessage,
  type Movement,
  type Promotion,
  type PromotionPlan,
  planPromotion,
  short,
} from '@fleetwright/promotion';
import { apply, type Effect, effectOf } from '../apply.ts';
import type { Context } from '../context.ts';
import { render } from '../generate.ts';
import { type Ledger, openLedger } from '../ledger.ts';
import { exitCode, failed, interrupted, type Outcome } from '../outcome.ts';
import { count } from '../words.ts';
import { loadWorld } from '../world.ts';

/** Options of `promote`. */
export interface PromoteOptions {
  readonly stage: string;
  /** Apps asked for by name, `fleet` among them. */
  readonly apps: readonly string[];
  readonly allDue: boolean;
  readonly dryRun: boolean;
}

/** Copies what is due into a stage, and makes facts, overlays and hubs true. */
export async function promoteCommand(context: Context, options: PromoteOptions): Promise<Outcome> {
  const opened = await openWorld(context);
  if (!opened.ok) return failed(opened.errors);
  const planned = planPromotion(opened.value.world, options);
  if (!planned.ok) return failed([...planned.errors, ...opened.warnings]);
  const plan = planned.value;
  const document = { stage: plan.stage, movements: plan.movements };
  if (plan.movements.length === 0) {
    return {
      exit: exitCode.ok,
      document: { ...document, changes: [] },
      words: nothingDue(plan),
      diagnostics: planned.warnings,
    };
  }
  const diagnostics = planned.warnings;
  return carryOut(context, opened.value, plan.movements, { dryRun: options.dryRun, document, diagnostics });
}

/** The work tree and its history, with f run for HEAD; an app's errors stop that app only. */
export async function openWorld(context: Context): Promise<Result<Ledger>> {
  const loaded = await loadWorld(context.root, undefined);
  if (!loaded.ok) return loaded;
  const rendering = render(loaded.value);
  const opened = openLedger(context.root, loaded.value, rendering, context.now);
  if (!opened.ok) return opened;
  const found = [...loaded.value.diagnostics, ...rendering.diagnostics].filter(({ severity }) => severity === 'error');
  return { ...opened, warnings: found.map(asWarning) };
}

interface CarryOut {
  readonly dryRun: boolean;
  readonly document: Outcome['document'];
  readonly diagnostics: readonly Diagnostic[];
}

/** Applies movements, or with `dryRun` shows what that would change. */
export function carryOut(context: Context, ledger: Ledger, movements: readonly Movement[], how: CarryOut): Outcome {
  const effect = effectOf(context.root, ledger, movements);
  if (!effect.ok) return failed(effect.errors);
  const diagnostics = [...how.diagnostics, ...effect.warnings];
  const message = commitMessage(movements);
  const document = { ...how.document, changes: effect.value.changes, message };
  if (how.dryRun) {
    return {
      exit: exitCode.ok,
      document,
      data: lines(movements),
      words: `${tally(effect.value)} would change.\n`,
      diagnostics,
    };
  }
  const written = apply(context.root, effect.value);
  if (!written.ok) return interrupted(written.errors);
  const next = `${tally(effect.value)} changed. Commit them:\n\n  git add clusters && git commit -F - <<'EOF'\n${message}EOF\n`;
  return { exit: exitCode.ok, document, words: `${lines(movements)}\n${next}`, diagnostics };
}

function lines(movements: readonly Movement[]): string {
  const width = Math.max(...movements.map(({ entry }) => entry.length));
  return movements.map((movement) => `${line(movement, width)}\n`).join('');
}

function line(movement: Movement, width: number): string {
  const entry = `${movement.entry.padEnd(width)}  ${movement.stage}`;
  if (movement.movement === 'removal') return `${entry}  gone`;
  const what = `${entry}  ${movement.from === undefined ? 'new, ' : ''}release of ${short(movement.commit.sha)}`;
  return isUnverified(movement) ? `${what} (not the newest: not rendered again to verify it)` : what;
}

function isUnverified(movement: Movement): movement is Promotion {
  return movement.movement === 'promotion' && !movement.verified;
}

function tally({ changes }: Effect): string {
  const stages = changes.filter(({ path }) => path.startsWith('clusters/stages/')).length;
  return `${count(stages, 'file')} of stages and ${changes.length - stages} of facts, overlays and hubs`;
}

function nothingDue(plan: PromotionPlan): string {
  const held = plan.standings.filter((standing) => standing.holds && !standing.blocked).map(({ app }) => app);
  const what =
    held.length > 0 && held.length <= 3
      ? `${plan.stage} already holds the newest release of ${held.join(', ')}.\n`
      : '';
  return `${what}Nothing is due in ${plan.stage}. \`fleetwright status\` shows what waits, and for what.\n`;
}
