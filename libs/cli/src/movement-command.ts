import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import type { Moves } from '@fleetwright/promotion';
import { type Confirmation, refusal } from './ask.ts';
import { carryOut } from './carry-out.ts';
import type { Context } from './context.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { exitCode, failed, type Outcome } from './outcome.ts';
import { untilOf } from './until.ts';

/** What there is to say of a plan. */
export interface Said {
  /** Fields of the document besides what `carryOut` adds. */
  readonly document: Outcome['document'];
  /** Said in place of the plan when it is empty. */
  readonly nothing: string;
  /** What comes after it, in whole lines. */
  readonly next?: string;
  /** What a person must agree to first. */
  readonly confirm?: Confirmation;
}

/** A command that makes a plan and carries it out: the way of all of them. */
export async function movementCommand<P extends Moves>(
  context: Context,
  dryRun: boolean,
  plan: (ledger: Ledger) => Result<P>,
  say: (plan: P, ledger: Ledger) => Said,
): Promise<Outcome> {
  const opened = await openLedger(context);
  if (!opened.ok) return failed(opened.errors);
  const ledger = opened.value;
  const planned = plan(ledger);
  if (!planned.ok) return failed([...planned.errors, ...opened.warnings]);
  const { document, nothing, next, confirm } = say(planned.value, ledger);
  const diagnostics = planned.warnings;
  const { movements, holds } = planned.value;
  if (movements.length + holds.length === 0)
    return { exit: exitCode.ok, document: { ...document, movements, holds, changes: [] }, words: nothing, diagnostics };
  const refused = dryRun || !confirm ? undefined : await refusal(context, confirm);
  if (refused) return { ...refused, document: { ...document, movements, holds } };
  const then = dryRun ? confirm?.consequence : next;
  return carryOut(context, ledger, planned.value, {
    dryRun,
    document,
    diagnostics,
    ...(then !== undefined && { next: then }),
  });
}

/** What a person says of a hold on the command line. */
export interface Reason {
  readonly reason: string;
  /** As it was written: a duration, a day or a time. */
  readonly until: string | undefined;
}

/** Why, by whom (`Ada Lovelace <ada@example.com>`) and until when (ISO, UTC). */
export interface SignedReason {
  readonly reason: string;
  readonly author: string;
  readonly until?: string;
}

/** What a person says, as holds say it. FW5003: git knows nobody who could sign it; FW5015: it would be over already. */
export function signed(context: Context, ledger: Ledger, { reason, until }: Reason): Result<SignedReason> {
  const { author } = ledger.world;
  const errors: Diagnostic[] = [];
  if (author === undefined) {
    const hint = 'git config user.name "Ada Lovelace" && git config user.email ada@example.com';
    errors.push(error('FW5003', 'git does not know who you are, and a hold says whose it is', hint, undefined));
  }
  const end = until === undefined ? undefined : untilOf(until, context.now);
  if (end !== undefined && Date.parse(end) <= context.now * 1000) {
    const hint = 'give a time to come, such as --until 2h';
    errors.push(error('FW5015', `--until ${until ?? ''} is over already`, hint, undefined));
  }
  if (errors.length > 0 || author === undefined) return fail(errors);
  return ok({ reason, author, ...(end !== undefined && { until: end }) });
}
