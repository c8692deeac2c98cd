import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionScript, type Shell, shells } from '../src/completion/scripts.ts';
import { runCommand } from '../src/run.ts';
import { smallFleet } from './small-fleet.ts';
import { repository, type WorkTree, workTree } from './work-tree.ts';

let tree: WorkTree;
beforeAll(() => {
  // Names come from folders; nothing is evaluated.
  tree = workTree({ ...smallFleet, 'clusters/fleet.ts': 'nonsense(' });
  for (const file of ['rendered/dev/x', 'rendered/prod/x', 'stages/freeze.yaml', 'facts/eu-1/x', 'overlays/eu-1/web/x'])
    tree.write(`clusters/${file}`, '');
  const program = join(tree.root, 'bin', 'fleetwright');
  mkdirSync(join(tree.root, 'bin'));
  writeFileSync(
    program,
    `#!/bin/sh\nexec '${process.execPath}' --conditions=development '${join(repository, 'libs/cli/src/main.ts')}' "$@"\n`,
  );
  chmodSync(program, 0o755);
});
afterAll(() => tree[Symbol.dispose]());

/** What is offered for the last word of a line. */
async function offered(...words: string[]): Promise<string[]> {
  const ran = await runCommand(['complete', '--', ...words], { cwd: tree.root, color: false, now: 0 });
  return ran.stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']));
}

describe('completion', () => {
  it('offers commands, options and the names of the work tree', async () => {
    expect(await offered('pro')).toEqual(['promote']);
    expect(await offered('new', '')).toEqual(['app', 'cluster', 'stage', 'help']);
    expect(await offered('render', '--ch')).toEqual(['--check']);
    expect(await offered('promote', '')).toEqual(['fleet', 'web']);
    expect(await offered('promote', 'web', '--to', '')).toEqual(['dev', 'prod']);
    expect(await offered('move', '')).toEqual(['eu-1']);
    expect(await offered('build', 'eu')).toEqual(['eu-1/']);
    expect(await offered('build', 'eu-1/')).toEqual(['eu-1/web']);
    expect(await offered('new', 'app', 'x', '--type', 'w')).toEqual(['web', 'worker']);
    expect(await offered('complete-nonsense', '')).toEqual(expect.not.arrayContaining(['complete']));
  });

  /** How each shell is made to complete a line, and to print what it would offer. */
  const asked: Readonly<Record<Shell, (words: readonly string[]) => string>> = {
    bash: (words) =>
      `COMP_WORDS=(${words.map(quoted).join(' ')}); COMP_CWORD=${words.length - 1}; _fleetwright; printf '%s\\n' "\${COMPREPLY[@]}"`,
    zsh: (words) =>
      `compadd() { shift 3; print -rl -- "$@" }; words=(${words.map(quoted).join(' ')}); CURRENT=${words.length}; _fleetwright`,
    fish: (words) => `complete -C ${quoted(words.join(' '))}`,
  };
  // Zsh's own functions for completion are there in an interactive shell only.
  const before: Readonly<Record<Shell, string>> = {
    bash: '',
    zsh: 'compdef() { }; _describe() { local all=$4; print -rl -- "${(@P)all%%:*}" }\n',
    fish: '',
  };

  it.for(shells)('is understood by %s', (shell, { skip }) => {
    const there = spawnSync(shell, ['-c', 'exit 0']).status === 0;
    skip(!there, `there is no ${shell} on the PATH`);
    const complete = (...words: string[]): string[] => {
      const script = `${before[shell]}${completionScript(shell)}${asked[shell](['fleetwright', ...words])}\n`;
      const env = { PATH: `${join(tree.root, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: tree.root };
      const ran = spawnSync(shell, ['-c', script], { cwd: tree.root, encoding: 'utf8', env });
      expect(ran.stderr).toBe('');
      return ran.stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']));
    };
    expect(complete('promote', 'web', '--to', 'pr')).toEqual(['prod']);
    expect(complete('promote', '')).toEqual(['fleet', 'web']);
    expect(complete('build', 'eu')).toEqual(['eu-1/']);
    // What was typed is never run.
    complete('build', '$(touch evil)', '`touch evil`', '');
    expect(tree.changed().filter((path) => path.includes('evil'))).toEqual([]);
  });
});

function quoted(word: string): string {
  return `'${word}'`;
}
