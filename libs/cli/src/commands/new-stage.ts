import { planNewStage } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { failed, type Outcome } from '../outcome.ts';
import { carryOut, openWorld } from './promote.ts';

/** Options of `new stage`. */
export interface NewStageOptions {
  readonly stage: string;
  readonly from: string;
  readonly dryRun: boolean;
}

/**
 * Splits a stage whose clusters `clusters/inventory.ts` has divided already: both stages get their `fleet`, the new one
 * a copy of every entry. No built object changes.
 */
export async function newStageCommand(context: Context, options: NewStageOptions): Promise<Outcome> {
  const opened = await openWorld(context);
  if (!opened.ok) return failed(opened.errors);
  const planned = planNewStage(opened.value.world, options);
  if (!planned.ok) return failed(planned.errors);
  const { stage, from, movements } = planned.value;
  const document = { stage, from, movements };
  return carryOut(context, opened.value, movements, {
    dryRun: options.dryRun,
    document,
    diagnostics: planned.warnings,
  });
}
