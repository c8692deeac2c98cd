import { isoTime, short, type Why, type WhyGate, why } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { openLedger } from '../ledger.ts';
import { exitCode, failed, type Outcome } from '../outcome.ts';
import { type IsRetired, releaseText, retiredIn } from '../status/cells.ts';
import { pinNotes } from '../status/notes.ts';
import { wrapped } from '../words.ts';

/** Options of `why`. */
export interface WhyOptions {
  readonly app: string;
  readonly stage: string;
  /** Commit or tree. `undefined`: the newest release. */
  readonly release: string | undefined;
}

/** Shows what every gate says of a release that should come to a stage. */
export async function whyCommand(context: Context, { app, stage, release }: WhyOptions): Promise<Outcome> {
  const opened = await openLedger(context);
  if (!opened.ok) return failed(opened.errors);
  const found = why(opened.value.world, app, stage, release);
  if (!found.ok) return failed([...found.errors, ...opened.warnings]);
  const { schema: _schema, ...document } = found.value;
  const data = `${headline(found.value)}\n${found.value.gates.map(gateLines).join('')}`;
  const words = whatNow(found.value) + pinned(found.value, retiredIn(opened.value.world));
  return { exit: exitCode.ok, document, data, words, diagnostics: opened.warnings };
}

function headline({ app, stage, release, age, gates }: Why): string {
  if (!release) return `${stage} holds the newest release of ${app}.`;
  const name = `release ${short(release.commit)} of ${app}`;
  if (age === 'held') return `${stage} holds ${name}.`;
  if (gates.every(({ state }) => state === 'open')) return `${name} may come to ${stage}.`;
  return `${name} may not come to ${stage}${gates.some(({ state }) => state === 'closed') ? '' : ' yet'}.`;
}

function gateLines({ gate, state, because, for: what, until, help }: WhyGate): string {
  const head = `  ${gate.padEnd('reproduced'.length)}  ${state.padEnd('waiting'.length)}`;
  const indent = ' '.repeat(head.length + 2);
  const reason = state === 'closed' ? because : what && `for ${what}`;
  const more = until === null ? help : `until ${isoTime(until)}`;
  const said = reason === null ? `${head.trimEnd()}\n` : wrapped([`${head} `, ...reason.split(' ')], indent);
  return `${said}${more === null ? '' : `${indent}${more}\n`}`;
}

/** What brings a release that may come, or that is no newer one. */
function whatNow({ app, stage, holds, release, due, age }: Why): string {
  const held = holds ? `${stage} holds ${releaseText(holds)}.\n` : `${stage} holds nothing of ${app}.\n`;
  if (release && age === 'older')
    return `${held}It is older than that: fleetwright rollback ${app} --stage ${stage} --to ${short(release.commit)} --why …\n`;
  if (due) return `${held}Due is ${short(due.commit)}: fleetwright promote ${app} --to ${stage}\n`;
  return held;
}

/** The clusters that nothing which comes to the stage reaches. */
function pinned({ app, stage, pins }: Why, isRetired: IsRetired): string {
  const lines = pinNotes(app, stage, pins, isRetired);
  return lines.length === 0 ? '' : `Pinned:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
