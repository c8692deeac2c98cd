import { type Diagnostic, ok, warning } from '@fleetwright/diagnostics';
import { duration, type PlanWorld, type PromotionPlan, planPromotion } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { movementCommand } from '../movement-command.ts';
import type { Outcome } from '../outcome.ts';

/** Options of `promote`. */
export interface PromoteOptions {
  readonly stage: string;
  /** Apps asked for by name, `fleet` among them. */
  readonly apps: readonly string[];
  readonly allDue: boolean;
  /** The half that moves; `undefined`: both. */
  readonly only: 'config' | 'images' | undefined;
  /** Why it need not have passed the stages before. */
  readonly skipOrder: string | undefined;
  /** Objects whose data may go with an app that is retired: `PersistentVolumeClaim/db`. */
  readonly confirm: readonly string[];
  readonly dryRun: boolean;
}

/** Copies what is due into a stage, and makes facts, overlays and hubs true. */
export async function promoteCommand(context: Context, options: PromoteOptions): Promise<Outcome> {
  const { stage } = options;
  return movementCommand(
    context,
    options.dryRun,
    ({ world }) => {
      const planned = planPromotion(world, options);
      return planned.ok
        ? ok(planned.value, [...planned.warnings, ...needless(world, options, planned.value)])
        : planned;
    },
    (plan, { world }) => {
      const next = after(world, stage);
      return { document: { stage }, nothing: nothingDue(plan), ...(next !== undefined && { next }) };
    },
  );
}

/** FW4010 for objects that are confirmed although nothing of the plan takes them along: without them it is the same. */
function needless(world: PlanWorld, options: PromoteOptions, plan: PromotionPlan): readonly Diagnostic[] {
  const { stage, confirm } = options;
  const names = [...new Set(confirm)].sort().filter((name) => {
    const without = planPromotion(world, { ...options, confirm: confirm.filter((other) => other !== name) });
    return without.ok && without.value.movements.length === plan.movements.length;
  });
  const hint = 'leave it out: what must be confirmed is asked for by its name';
  return names.map((name) => warning('FW4010', `nothing that goes to ${stage} takes ${name} along`, hint, undefined));
}

/** What brings it on from a stage; `undefined`: it is a last one. */
function after(world: PlanWorld, stage: string): string | undefined {
  const following = world.stages.filter((other) => other.after.includes(stage));
  if (following.length === 0) return undefined;
  const soak = world.stages.find(({ name }) => name === stage)?.soak ?? 0;
  const when = soak === 0 ? 'Then' : `After its soak of ${duration(soak)}`;
  const lines = following.map(({ name }) => `  npx fleetwright promote --all-due --to ${name}\n`);
  return `${when}:\n${lines.join('')}`;
}

function nothingDue(plan: PromotionPlan): string {
  const held = plan.standings.filter((standing) => standing.holds && !standing.blocked).map(({ app }) => app);
  const what =
    held.length > 0 && held.length <= 3
      ? `${plan.stage} already holds the newest release of ${held.join(', ')}.\n`
      : '';
  return `${what}Nothing is due in ${plan.stage}. \`fleetwright status\` shows what waits, and for what.\n`;
}
