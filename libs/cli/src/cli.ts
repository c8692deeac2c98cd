import { Command, CommanderError } from 'commander';
import type { Context } from './context.ts';
import { addEveryday } from './flags/everyday.ts';
import { addGrowing } from './flags/growing.ts';
import { addMovements } from './flags/movements.ts';
import { exitCode, type Outcome } from './outcome.ts';

/** A command line, understood: run it to get its outcome. */
export interface Invocation {
  /** Name for the schema of `--json`: `render`, `new-stage`. */
  readonly command: string;
  readonly json: boolean;
  run(context: Context): Promise<Outcome>;
}

/** What a command line asks for: something to do, or text to print (help, version, a mistake in usage). */
export type Parsed =
  | { readonly type: 'run'; readonly invocation: Invocation }
  | { readonly type: 'print'; readonly stdout: string; readonly stderr: string; readonly exit: number };

/** Understands the arguments after the program's name. Flags stand in `flags/`; commands are loaded when they run. */
export function parse(args: readonly string[], version: string): Parsed {
  let invocation: Invocation | undefined;
  const printed = { stdout: '', stderr: '' };
  const program = new Command('fleetwright')
    .description('Typed app definitions, rendered for every cluster, promoted byte for byte.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError('Run with --help to see what there is.')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        printed.stdout += text;
      },
      writeErr: (text) => {
        printed.stderr += text;
      },
    })
    .addHelpText(
      'after',
      '\nExit status: 0 ok, 1 failure, 2 differences found, 64 usage, 74 input or output,\n130 interrupted. `fleetwright <command> --help` shows examples.',
    );
  const does = (command: string, json: boolean, run: Invocation['run']): void => {
    invocation = { command, json, run };
  };
  addEveryday(program, does);
  addMovements(program, does);
  addGrowing(program, does);
  try {
    program.parse([...args], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    return { type: 'print', ...printed, exit: thrown.exitCode === 0 ? exitCode.ok : exitCode.usage };
  }
  if (invocation) return { type: 'run', invocation };
  return { type: 'print', stdout: program.helpInformation(), stderr: '', exit: exitCode.ok };
}
