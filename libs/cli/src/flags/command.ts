import { type Command, InvalidArgumentError } from 'commander';
import type { Access, Invocation } from '../invocation.ts';
import { untilOf } from '../until.ts';

/** Registers what a command line turned out to ask for. `access` is `change` by default; what only looks (`--check`, `--dry-run`) says `look`. */
export type Does = (command: string, run: Invocation['run'], access?: Access) => void;

/** Below the help of every command, and of the program. */
export const exits = `Exit status: 0 ok, 1 failure, 2 differences found, 64 usage, 74 input or output,
75 another run has the work tree, 130 interrupted.`;

/** A command, with examples below its help. */
export function addCommand(program: Command, usage: string, description: string, examples: readonly string[]): Command {
  return program.command(usage).description(description).addHelpText('after', examplesText(examples));
}

/** What stands below the help of a command. */
export function examplesText(examples: readonly string[]): string {
  return `\nExamples:\n${examples.map(exampleLines).join('')}\n${exits}`;
}

/** An example (a command and, behind three spaces or more, what it does), broken so that 80 columns hold it. */
function exampleLines(example: string): string {
  if (example.length <= 78) return `  ${example}\n`;
  const [, command = example, note] = /^(.*?\S) {3,}(\S.*)$/.exec(example) ?? [];
  // Behind the last option that still fits, with the backslash that goes on.
  const end = command.length <= 78 ? -1 : command.slice(0, 77).lastIndexOf(' --');
  const lines = end < 0 ? [command] : [`${command.slice(0, end)} \\`, `  ${command.slice(end + 1)}`];
  return [...lines, ...(note === undefined ? [] : [`    ${note}`])].map((line) => `  ${line}\n`).join('');
}

/** Reads a number of seconds, a day at most. */
export function seconds(text: string): number {
  if (!/^[0-9]{1,5}$/.test(text) || Number(text) > 86_400)
    throw new InvalidArgumentError('a whole number of seconds is wanted, 86400 at most.');
  return Number(text);
}

/** Reads a number from 1 to 99. */
export function wholeNumber(text: string): number {
  if (!/^[1-9][0-9]?$/.test(text)) throw new InvalidArgumentError('a whole number from 1 to 99 is wanted.');
  return Number(text);
}

/** Reads an end as {@link untilOf} does; it stays as it was written until the time is known that durations count from. */
export function endingTime(text: string): string {
  if (untilOf(text, 0) !== undefined) return text;
  throw new InvalidArgumentError('a duration (2h, 3d), a day (2026-12-01) or a time (2026-12-01T09:00Z) is wanted.');
}

/** Collects the values of an option that may be given several times. */
export function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Refuses what would count once and is said twice: the last one would be taken, without a word. */
export function refuseTwice(command: Command): void {
  for (const { flags, required, parseArg, long } of command.options) {
    if (!required || parseArg === several) continue;
    let before: string | undefined;
    command.on(`option:${long?.slice(2) ?? flags}`, (text: string) => {
      if (before !== undefined) command.error(`error: ${long ?? flags} is given twice: ${before} and ${text}`);
      before = text;
    });
  }
  for (const inner of command.commands) refuseTwice(inner);
}

/** Ends the reading of a command line that says two things of which only one can be; `why` says it of them. */
export function refuseBoth(command: Command, one: string, other: string, why: string): never {
  return command.error(`error: ${one} and ${other} exclude each other: ${why}`);
}

/** Ends the reading of a command line that says too little or too much; `example` is one that would do. */
export function refuse(command: Command, problem: string, example: string): never {
  return command.error(`error: ${problem}\nfor example: ${example}`);
}
