import { planPin } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { movementCommand, type Reason, signed } from '../movement-command.ts';
import type { Outcome } from '../outcome.ts';

/** Options of `pin`. */
export interface PinOptions extends Reason {
  readonly app: string;
  readonly cluster: string;
  /** Commit or tree. `undefined`: what the cluster runs now. */
  readonly to: string | undefined;
  readonly dryRun: boolean;
}

/** Lets one cluster run a release of its own, with a hold file that says why. */
export async function pinCommand(context: Context, options: PinOptions): Promise<Outcome> {
  return movementCommand(
    context,
    options.dryRun,
    (ledger) => {
      const said = signed(context, ledger, options);
      return said.ok ? planPin(ledger.world, { ...options, ...said.value }) : said;
    },
    ({ app, cluster, stage }) => ({
      document: { app, cluster, stage },
      nothing: `${cluster} runs it already.\n`,
      next: `To end it:\n  npx fleetwright unhold ${app} --cluster ${cluster}\n`,
    }),
  );
}
