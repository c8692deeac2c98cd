import { parseHoldPath, planUnhold, short, type UnholdPlan } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { movementCommand } from '../movement-command.ts';
import type { Outcome } from '../outcome.ts';
import { heldName } from '../plan-lines.ts';
import { table } from '../table.ts';

/** Options of `unhold`. */
export interface UnholdOptions {
  /** `undefined`: a freeze. */
  readonly app: string | undefined;
  /** `undefined`: the freeze of all, or for a pin the stage that holds the cluster. */
  readonly stage: string | undefined;
  /** Ends a pin. */
  readonly cluster: string | undefined;
  /** Do not ask. */
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** Ends a hold, a freeze or a pin, once a person has seen what becomes due by it. */
export async function unholdCommand(context: Context, options: UnholdOptions): Promise<Outcome> {
  const { app, stage, cluster, yes, dryRun } = options;
  return movementCommand(
    context,
    dryRun,
    ({ world }) => planUnhold(world, { app, stage, cluster }),
    (plan) => {
      const consequence = cluster === undefined ? becomesDue(plan) : runsThen(plan, options);
      const what =
        cluster === undefined
          ? plan.holds.map(({ path }) => heldName(path)).join(' and the ')
          : `pin of ${app ?? ''} on ${cluster}`;
      const question = `End the ${what}?`;
      return {
        document: { app, stage, cluster, due: plan.due },
        nothing: 'Nothing is held.\n',
        next: `${yes ? consequence : ''}${promotions(plan)}`,
        confirm: { consequence, question, yes },
      };
    },
  );
}

function becomesDue({ due }: UnholdPlan): string {
  if (due.length === 0) return 'Nothing becomes due by it.\n';
  const lines = due.map(({ entry, stage, commit }) => [`  ${entry}`, stage, `release of ${short(commit.sha)}`]);
  return `This becomes due:\n${table(lines)}`;
}

function promotions({ due }: UnholdPlan): string {
  const lines = due.map(({ app, stage }) => `  npx fleetwright promote ${app} --to ${stage}\n`);
  return lines.length > 0 ? `Then:\n${lines.join('')}` : '';
}

function runsThen({ holds, movements, runs }: UnholdPlan, { app = '', cluster = '' }: UnholdOptions): string {
  if (movements.some((movement) => movement.movement === 'pin'))
    return `${app} is pinned to its marker then: ${cluster} is to run nothing of it, and what it has there is pruned first.\n`;
  const stage = movements[0]?.stage ?? parseHoldPath(holds[0]?.path ?? '')?.stage ?? 'its stage';
  return runs === undefined
    ? `${cluster} runs nothing of ${app} then.\n`
    : `${cluster} runs what ${stage} holds of ${app} then (tree ${short(runs)}).\n`;
}
