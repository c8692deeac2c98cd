import { Command, CommanderError } from 'commander';
import type { Context } from './context.ts';
import { type Does, exits, seconds } from './flags/command.ts';
import { addEveryday } from './flags/everyday.ts';
import { addGrowing } from './flags/growing.ts';
import { addMovements } from './flags/movements.ts';
import { exitCode, type Outcome } from './outcome.ts';
import { usageDocument } from './usage.ts';

/**
 * What a command does with the work tree. `change`: it may write, so nobody else reads or writes meanwhile. `look`: the same,
 * but a tree that cannot be written is no obstacle. `none`: it opens the tree itself, or needs none.
 */
export type Access = 'none' | 'look' | 'change';

/** A command line, understood: run it to get its outcome. */
export interface Invocation {
  /** Name for the schema of `--json`: `render`, `new-stage`. */
  readonly command: string;
  readonly json: boolean;
  readonly access: Access;
  /** How long another run is waited for. */
  readonly waitMs: number;
  run(context: Context): Promise<Outcome>;
}

/** What a command line asks for: something to do, or text to print (help, version, a mistake in usage). */
export type Parsed =
  | { readonly type: 'run'; readonly invocation: Invocation }
  | { readonly type: 'print'; readonly stdout: string; readonly stderr: string; readonly exit: number };

/** Heading of the last group of commands. */
const growing = 'To begin, and to find out what is wrong:';

/**
 * The program with all its commands; they are loaded when they run. What it prints is added to `printed`. The reference page
 * of commands is made from it.
 */
export function program(version: string, does: Does, printed: { stdout: string; stderr: string }): Command {
  const program = new Command('fleetwright')
    .description('Typed app definitions, rendered for every cluster, promoted byte for byte.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .addHelpCommand(
      new Command('help').argument('[command]').description('show the help of a command').helpGroup(growing),
    )
    .option('--wait <seconds>', 'how long to wait for another run in this work tree; 0: do not wait', seconds, 10)
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
    .addHelpText('after', `\n${exits}\n\`fleetwright <command> --help\` shows examples.`);
  addEveryday(program.commandsGroup('To look, and to render:'), does);
  addMovements(program.commandsGroup('To move what stages hold:'), does);
  addGrowing(program.commandsGroup(growing), does);
  return program;
}

/** Understands the arguments after the program's name. Flags stand in `flags/`. */
export function parse(args: readonly string[], version: string): Parsed {
  let invocation: Omit<Invocation, 'waitMs'> | undefined;
  const printed = { stdout: '', stderr: '' };
  const does: Does = (command, json, run, access = 'change') => {
    invocation = { command, json, access, run };
  };
  const fleetwright = program(version, does, printed);
  try {
    fleetwright.parse([...args], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return { type: 'print', ...printed, exit: exitCode.ok };
    const asked = args.includes('--json') && { stdout: usageDocument(fleetwright, args, thrown.message), stderr: '' };
    return { type: 'print', ...printed, ...asked, exit: exitCode.usage };
  }
  const { wait } = fleetwright.opts<{ wait: number }>();
  if (invocation) return { type: 'run', invocation: { ...invocation, waitMs: wait * 1000 } };
  return { type: 'print', stdout: fleetwright.helpInformation(), stderr: '', exit: exitCode.ok };
}
