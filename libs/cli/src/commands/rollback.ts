import { planRollback, type RollbackPlan } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { movementCommand, type Reason, signed } from '../movement-command.ts';
import type { Outcome } from '../outcome.ts';

/** Options of `rollback`. */
export interface RollbackOptions extends Reason {
  readonly app: string;
  readonly stage: string;
  /** Commit or tree. `undefined`: what the stage held before. */
  readonly to: string | undefined;
  /** Only these clusters, which are pinned. */
  readonly clusters: readonly string[];
  /** Hold the release that is left, not the app. */
  readonly onlyThis: boolean;
  readonly dryRun: boolean;
}

/** Brings an earlier release back, with a hold on the app in the same commit. */
export async function rollbackCommand(context: Context, options: RollbackOptions): Promise<Outcome> {
  return movementCommand(
    context,
    options.dryRun,
    (ledger) => {
      const said = signed(context, ledger, options);
      return said.ok ? planRollback(ledger.world, { ...options, ...said.value }) : said;
    },
    (plan) => ({
      document: { app: plan.app, stage: plan.stage },
      nothing: `${plan.stage} holds it already.\n`,
      next: ending(plan, options.clusters),
    }),
  );
}

function ending({ app, stage }: RollbackPlan, clusters: readonly string[]): string {
  const lines =
    clusters.length > 0
      ? clusters.map((cluster) => `  npx fleetwright unhold ${app} --cluster ${cluster}\n`)
      : [`  npx fleetwright unhold ${app} --stage ${stage}\n`];
  return `When it is mended, this shows what comes then, and ends the hold:\n${lines.join('')}`;
}
