import type { Command } from 'commander';
import { candidates } from '../completion/candidates.ts';
import { namesIn } from '../completion/names.ts';
import { completionScript, type Shell } from '../completion/scripts.ts';
import type { Context } from '../context.ts';
import { exitCode, type Outcome } from '../outcome.ts';

/** Prints the script that makes a shell complete words. */
export async function completionCommand(_context: Context, { shell }: { shell: Shell }): Promise<Outcome> {
  const script = completionScript(shell);
  return { exit: exitCode.ok, document: { shell, script }, data: script, diagnostics: [] };
}

/** Options of `complete`. */
export interface CompleteOptions {
  readonly program: Command;
  /** The words behind the program's name; the last is the one being typed. */
  readonly words: readonly string[];
}

/** Prints what could be typed, for the scripts: a line each, value and description with a tab between them. */
export async function completeCommand(context: Context, { program, words }: CompleteOptions): Promise<Outcome> {
  const found = candidates(program, words, namesIn(context.root));
  const data = found.map(({ value, description }) => `${value}\t${description}\n`).join('');
  return { exit: exitCode.ok, document: { candidates: found }, data, diagnostics: [] };
}
