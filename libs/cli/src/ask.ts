import { error } from '@fleetwright/diagnostics';
import type { Context } from './context.ts';
import { exitCode, failed, type Outcome } from './outcome.ts';

/** What a person must agree to before anything is written. */
export interface Confirmation {
  /** What they should know, in whole lines. */
  readonly consequence: string;
  /** A question that can be answered with yes or no. */
  readonly question: string;
  /** Agreed already, by `--yes`. */
  readonly yes: boolean;
}

/** Asks a person; `undefined`: they agreed. Otherwise the end of the command: they did not, or nobody is there (FW5015). */
export async function refusal(
  { ask }: Pick<Context, 'ask'>,
  { consequence, question, yes }: Confirmation,
): Promise<Outcome | undefined> {
  if (yes) return undefined;
  if (!ask) {
    const hint = 'add --yes if that is what you want';
    const words = `With --yes:\n${consequence}`;
    return { ...failed([error('FW5015', `nobody can be asked: ${question}`, hint, undefined)]), words };
  }
  if (await ask(`${consequence}${question}`)) return undefined;
  return { ...failed([], exitCode.failure), words: 'Nothing was written.\n' };
}

/** The terminal that a person sits at; `undefined` unless they can both read the question and answer it. */
export function terminalAsk(): ((question: string) => Promise<boolean>) | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return askThere;
}

/** Shows all lines of `question`, and asks yes or no of its last one. Standard output is for data. */
async function askThere(question: string): Promise<boolean> {
  const { confirm } = await import('@clack/prompts');
  const lines = question.trimEnd().split('\n');
  const message = lines.pop() ?? '';
  if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n`);
  const answer = await confirm({ message, initialValue: false, output: process.stderr, withGuide: false });
  if (typeof answer === 'boolean') return answer;
  // Ctrl-C is a key to the prompt; it ends the command here as anywhere else, by the listener that it has for it.
  process.emit('SIGINT');
  return false;
}
