import { Command, CommanderError } from 'commander';
import { type Does, exits, refuseTwice, seconds } from './flags/command.ts';
import { addEveryday } from './flags/everyday.ts';
import { addGrowing } from './flags/growing.ts';
import { addMovements } from './flags/movements.ts';
import type { Invocation } from './invocation.ts';
import { exitCode } from './outcome.ts';
import { mistakeOf, usageDocument } from './usage.ts';

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
    .option('--json', 'print one JSON document on standard output')
    .configureHelp({ showGlobalOptions: true })
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
  refuseTwice(program);
  return program;
}

/** Understands the arguments after the program's name. Flags stand in `flags/`. */
export function parse(args: readonly string[], version: string): Parsed {
  let invocation: Omit<Invocation, 'waitMs' | 'json'> | undefined;
  const printed = { stdout: '', stderr: '' };
  const does: Does = (command, run, access = 'change') => {
    invocation = { command, access, run };
  };
  const fleetwright = program(version, does, printed);
  try {
    fleetwright.parse([...args], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return { type: 'print', ...printed, exit: exitCode.ok };
    const mistake = mistakeOf(fleetwright, thrown, printed.stderr);
    const { stderr } = mistake;
    const said = args.includes('--json') ? { stdout: usageDocument(mistake), stderr: '' } : { stdout: '', stderr };
    return { type: 'print', ...said, exit: exitCode.usage };
  }
  const { wait, json = false } = fleetwright.opts<{ wait: number; json?: boolean }>();
  if (invocation) return { type: 'run', invocation: { ...invocation, json, waitMs: wait * 1000 } };
  return { type: 'print', stdout: fleetwright.helpInformation(), stderr: '', exit: exitCode.ok };
}
