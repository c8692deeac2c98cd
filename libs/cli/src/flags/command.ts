import { type Command, InvalidArgumentError } from 'commander';
import type { Invocation } from '../cli.ts';

/** Registers what a command line turned out to ask for. */
export type Does = (command: string, json: boolean, run: Invocation['run']) => void;
/** What every command takes. */
export interface Json {
  json?: true;
}

/** A command with `--json`, and examples below its help. */
export function addCommand(program: Command, usage: string, description: string, examples: readonly string[]): Command {
  return program
    .command(usage)
    .description(description)
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}\n`).join('')}`);
}

/** Reads a number from 1 to 99. */
export function wholeNumber(text: string): number {
  if (!/^[1-9][0-9]?$/.test(text)) throw new InvalidArgumentError('a whole number from 1 to 99 is wanted.');
  return Number(text);
}
