import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parse, program } from '../src/cli.ts';

/** Every command that there is, as it is typed. */
function commands(of: Command, before: string[] = []): string[][] {
  return of.commands.flatMap((command) => {
    const words = [...before, command.name()];
    return [words, ...commands(command, words)];
  });
}

const all = commands(program('0', () => undefined, { stdout: '', stderr: '' })).filter(
  ([name]) => name !== 'help' && name !== 'complete',
);

function help(...words: string[]): string {
  const parsed = parse([...words, '--help'], '0');
  return parsed.type === 'print' ? parsed.stdout : '';
}

describe('--help', () => {
  it('is of 80 columns at most, of every command', () => {
    expect(all.length).toBeGreaterThan(15);
    const lines = [[], ...all].flatMap((words) => help(...words).split('\n'));
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('has examples, the flags of every command, and the exit status', () => {
    for (const words of all) {
      const text = help(...words);
      expect(text).toContain(`fleetwright ${words.join(' ')}`);
      expect(text).toMatch(/^Examples:\n {2}\S/m);
      expect(text).toMatch(/^ {2}--wait <seconds> +\S/m);
      expect(text).toMatch(/^ {2}--json +\S/m);
      expect(text).toContain('Exit status: 0 ok');
    }
    expect(help('new')).not.toMatch(/^To /m);
  });

  it('has the commands in groups', () => {
    const headings = help().match(/^To .*:$/gm);
    expect(headings).toEqual([
      'To look, and to render:',
      'To move what stages hold:',
      'To begin, and to find out what is wrong:',
    ]);
    expect(help()).not.toContain('Commands:');
  });
});
