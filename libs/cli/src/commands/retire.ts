import { error } from '@fleetwright/diagnostics';
import { planRemoval, planRetirement, type Retirement, type RetirementStep } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { type Ledger, openLedger } from '../ledger.ts';
import { movementCommand } from '../movement-command.ts';
import { exitCode, failed, type Outcome } from '../outcome.ts';
import { declareRetired } from '../retirement.ts';
import { count, wrapped } from '../words.ts';

/** Options of `retire`. */
export interface RetireOptions {
  readonly app: string;
  /** The stage whose entry goes; `undefined`: show the steps, and do the first one. */
  readonly stage: string | undefined;
  /** Why it goes. */
  readonly reason: string | undefined;
  /** Objects whose data may go. */
  readonly confirm: readonly string[];
  /** Do not ask. */
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** Shows the steps of a retirement; does those that files are written for: the definition, and with a stage its entry. */
export async function retireCommand(context: Context, options: RetireOptions): Promise<Outcome> {
  return options.stage === undefined ? stepsCommand(context, options) : removalCommand(context, options, options.stage);
}

async function stepsCommand(context: Context, options: RetireOptions): Promise<Outcome> {
  const opened = await openLedger(context);
  if (!opened.ok) return failed(opened.errors);
  const ledger = opened.value;
  const { app } = options;
  const planned = planRetirement(ledger.world, { app });
  if (!planned.ok) return failed([...planned.errors, ...opened.warnings]);
  const retirement = planned.value;
  const shown = { document: { ...retirement, changes: [] }, data: retirement.steps.map(stepLines).join('') };
  const isDeclared = ledger.definitions.definitions.get(app)?.retired !== undefined;
  const isNext = retirement.steps.some(({ step, state }) => step === 'declare' && state === 'next');
  if (isDeclared || !isNext || options.dryRun) {
    const said = isDeclared && isNext ? `apps/${app}/app.ts says so already: render it, and commit that.\n` : '';
    return { exit: exitCode.ok, ...shown, words: dataWords(retirement) + said, diagnostics: planned.warnings };
  }
  return { ...shown, ...(await declare(context, ledger, retirement, options)) };
}

/** The first step: the definition says that it goes. */
async function declare(
  context: Context,
  ledger: Ledger,
  retirement: Retirement,
  { app, reason = '', confirm }: RetireOptions,
): Promise<Omit<Outcome, 'document'> & Partial<Outcome>> {
  const line = `fleetwright retire ${app} --why "nobody uses it any more"`;
  if (reason === '')
    return refused([error('FW5015', 'say why it goes, with --why <reason>', `for example: ${line}`, undefined)]);
  const confirmed = planRetirement(ledger.world, { app, confirm });
  if (!confirmed.ok) return refused(confirmed.errors);
  const declared = await declareRetired(context, ledger, app, reason);
  if (!declared.ok) return refused(declared.errors);
  const words = [
    `${dataWords(retirement)}apps/${app}/app.ts says now that it is retired; git keeps what it was.`,
    `${count(declared.value.length, 'file')} changed. Commit them, then go on with the next step:`,
    '',
    `  git add apps/${app} && git commit -m 'Retire ${app}'`,
    `  npx fleetwright retire ${app}`,
    '',
  ];
  return {
    exit: exitCode.ok,
    document: { ...retirement, changes: declared.value },
    // The steps have changed: the next run shows them.
    data: '',
    words: words.join('\n'),
    diagnostics: declared.warnings,
  };
}

function refused(errors: Outcome['diagnostics']): Omit<Outcome, 'document'> {
  const { exit, diagnostics } = failed(errors);
  return { exit, diagnostics };
}

function stepLines({ state, what, command }: RetirementStep): string {
  const indent = ' '.repeat('unknown  '.length);
  const commands = (command ?? '').split('\n').filter((line) => line !== '');
  const text = wrapped([`${state.padEnd('unknown'.length)} `, ...what.split(' ')], indent);
  return `${text}${state === 'done' ? '' : commands.map((line) => `${indent}  ${line}\n`).join('')}`;
}

/** What takes data along: it must be confirmed by name. */
function dataWords({ app, data }: Retirement): string {
  if (data.length === 0) return '';
  const lines = data.map(({ stage, objects }) => `  ${stage}: ${objects.join(', ')}\n`);
  return `With ${app} goes the data of:\n${lines.join('')}`;
}

/** The last step in a stage: its entry goes, once a person says that what it stood for has gone. */
async function removalCommand(context: Context, { app, yes, dryRun }: RetireOptions, stage: string): Promise<Outcome> {
  return movementCommand(
    context,
    dryRun,
    ({ world }) => planRemoval(world, { app, stage }),
    (_, { world }) => {
      const steps = planRetirement(world, { app });
      const rest = steps.ok
        ? steps.value.steps.filter((step) => step.stage === stage && step.step === 'delete-applications')
        : [];
      const next = rest.map(({ what, command }) => `${what}:\n${(command ?? '').replaceAll(/^/gm, '  ')}\n`).join('');
      return {
        document: { app, stage },
        nothing: `${stage} holds nothing of ${app}.\n`,
        ...(next !== '' && { next: `Then ${next}` }),
        confirm: {
          consequence: `What is left of ${app} on the clusters of ${stage} when its entry goes, nobody prunes any more.\n`,
          question: `Is ${app}-retired all that is left of it there?`,
          yes,
        },
      };
    },
  );
}
