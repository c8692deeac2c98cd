import { planNewStage } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { movementCommand } from '../movement-command.ts';
import type { Outcome } from '../outcome.ts';

/** Options of `new stage`. */
export interface NewStageOptions {
  readonly stage: string;
  readonly from: string;
  readonly dryRun: boolean;
}

/**
 * Splits a stage whose clusters `clusters/inventory.ts` has divided already: both stages get their `fleet`, the new one
 * a copy of every entry and hold. No built object changes.
 */
export async function newStageCommand(context: Context, options: NewStageOptions): Promise<Outcome> {
  return movementCommand(
    context,
    options.dryRun,
    (ledger) => planNewStage(ledger.world, options),
    ({ stage, from }) => ({ document: { stage, from }, nothing: `${stage} holds it all already.\n` }),
  );
}
