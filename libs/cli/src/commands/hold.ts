import { planHold } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { movementCommand, type Reason, signed } from '../movement-command.ts';
import type { Outcome } from '../outcome.ts';

/** Options of `hold`. */
export interface HoldOptions extends Reason {
  /** `undefined`: a freeze. */
  readonly app: string | undefined;
  /** `undefined`: a freeze of every stage. */
  readonly stage: string | undefined;
  /** Commit or tree: only this release is held. */
  readonly release: string | undefined;
  readonly dryRun: boolean;
}

/** Keeps promotions out, by a file that says why. */
export async function holdCommand(context: Context, options: HoldOptions): Promise<Outcome> {
  const { app, stage } = options;
  return movementCommand(
    context,
    options.dryRun,
    (ledger) => {
      const said = signed(context, ledger, options);
      return said.ok ? planHold(ledger.world, { ...options, ...said.value }) : said;
    },
    (plan) => ({
      document: { app, stage, path: plan.path },
      nothing: 'It is held already.\n',
      next: `To end it:\n  npx fleetwright unhold ${app === undefined ? '' : `${app} `}${stage === undefined ? '--all' : `--stage ${stage}`}\n`,
    }),
  );
}
