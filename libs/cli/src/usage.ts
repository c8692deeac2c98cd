import { error } from '@fleetwright/diagnostics';
import type { Command, CommanderError } from 'commander';
import { exitCode } from './outcome.ts';

/** A mistake in usage. */
export interface Mistake {
  /** Names of the command that is meant, as far as they can be told: `['new', 'stage']`. */
  readonly names: readonly string[];
  readonly problem: string;
  readonly hint: string;
  /** All of it for people. */
  readonly stderr: string;
}

/** What is wrong with a command line, by what its reader threw, and `printed` on standard error. */
export function mistakeOf(program: Command, { code, message }: CommanderError, printed: string): Mistake {
  const commands = meant(program);
  const names = commands.map((command) => command.name());
  const help = ['fleetwright', ...names, '--help'].join(' ');
  if (code === 'commander.help') {
    const problem = ['no command is given', ...names.map((name) => `to \`${name}\``)].join(' ');
    return { names, problem, hint: help, stderr: `${printed}\nerror: ${problem}\n` };
  }
  const lacking = /^commander\.missing(Argument|MandatoryOptionValue)$/.test(code) ? lackingOf(commands.at(-1)) : [];
  if (lacking.length > 1) {
    const problem = `${names.join(' ')} needs ${lacking.join(' and ')}`;
    return { names, problem, hint: help, stderr: `error: ${problem}\nRun with --help to see what there is.\n` };
  }
  const [problem = '', ...more] = message.trim().split('\n');
  const hint = more.length > 0 ? more.map(asHint).join(' ') : help;
  return { names, problem: problem.replace(/^error: /, ''), hint, stderr: printed };
}

/** A mistake in usage as the one document of `--json`. */
export function usageDocument({ names, problem, hint }: Mistake): string {
  const document = {
    schema: `fleetwright/${names.join('-') || 'usage'}/v1`,
    exit: exitCode.usage,
    diagnostics: [error('FW5015', problem, hint, undefined)],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The commands on the way to the one that is meant, outermost first; each keeps what it was given as `args`. */
function meant(program: Command): readonly Command[] {
  const name = program.args.find((arg) => !arg.startsWith('-'));
  const inner = program.commands.find((command) => command.name() === name);
  return inner ? [inner, ...meant(inner)] : [];
}

/** What must be given and is not, arguments first: `['<app>', '--stage <stage>']`. */
function lackingOf(command: Command | undefined): readonly string[] {
  if (!command) return [];
  const given = command.args.filter((arg) => !arg.startsWith('-')).length;
  const args = command.registeredArguments.slice(given).filter(({ required }) => required);
  const options = command.options.filter(
    (option) => option.mandatory && command.getOptionValue(option.attributeName()) === undefined,
  );
  return [...args.map((argument) => `<${argument.name()}>`), ...options.map(({ flags }) => flags)];
}

/** A suggestion of the reader, as hints are worded: `(Did you mean move?)`. */
function asHint(line: string): string {
  const [, names] = /^\(Did you mean (?:one of )?(.+)\?\)$/.exec(line) ?? [];
  if (names === undefined) return line;
  return `did you mean ${names
    .split(', ')
    .map((name) => JSON.stringify(name))
    .join(' or ')}?`;
}
