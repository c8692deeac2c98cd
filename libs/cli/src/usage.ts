import { error } from '@fleetwright/diagnostics';
import type { Command } from 'commander';
import { exitCode } from './outcome.ts';

/**
 * A mistake in usage as the one document of `--json`. `said` is what the reader of the command line said: the problem, and
 * perhaps below it a line that helps.
 */
export function usageDocument(program: Command, args: readonly string[], said: string): string {
  const [problem = '', ...help] = said.trim().split('\n');
  const names = namesOf(program, args);
  const hint = help.length > 0 ? help.join(' ') : `fleetwright ${[...names, '--help'].join(' ')}`;
  const document = {
    schema: `fleetwright/${names.join('-') || 'usage'}/v1`,
    exit: exitCode.usage,
    diagnostics: [error('FW5015', problem.replace(/^error: /, ''), hint, undefined)],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The names of the command that is meant, as far as they can be told: `['new', 'stage']`. */
function namesOf(program: Command, args: readonly string[]): readonly string[] {
  const names: string[] = [];
  let group: Command | undefined = program;
  for (const arg of args.filter((arg) => !arg.startsWith('-'))) {
    group = group.commands.find((command) => command.name() === arg);
    if (!group) break;
    names.push(arg);
  }
  return names;
}
