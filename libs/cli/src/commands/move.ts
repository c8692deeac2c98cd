import { planMove } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { movementCommand } from '../movement-command.ts';
import type { Outcome } from '../outcome.ts';

/** Options of `move`. */
export interface MoveOptions {
  readonly cluster: string;
  /** The stage that `clusters/inventory.ts` has it in already. */
  readonly to: string;
  readonly dryRun: boolean;
}

/** Moves a cluster to another stage of its environment: both stages' `fleet`, and its pins, in one commit. */
export async function moveCommand(context: Context, options: MoveOptions): Promise<Outcome> {
  const { cluster, to } = options;
  return movementCommand(
    context,
    options.dryRun,
    (ledger) => planMove(ledger.world, { cluster, to }),
    (plan) => ({ document: { cluster, from: plan.from, to }, nothing: `${cluster} is in ${to} already.\n` }),
  );
}
