import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from '../src/cli.ts';
import { repository } from './work-tree.ts';

/**
 * The places in a text that tell somebody to run `fleetwright <command>`, by the name of the command. Titles of files (`fleetwright
 * journal 1`) and what shells are told about the word itself are none.
 */
function commandsIn(text: string): string[] {
  const found = text.matchAll(/(?<![Cc]ompletion of |values )\bfleetwright (new [a-z-]+|[a-z][a-z-]*)\b(?! \d)/g);
  return [...found].map(([, command]) => command ?? '');
}

function exists(command: string): boolean {
  const help = parse([...command.split(' '), '--help'], '0');
  return help.type === 'print' && help.stdout.startsWith(`Usage: fleetwright ${command} `);
}

/** Sources and documents, tests and what is generated left out. */
function texts(): { readonly file: string; readonly text: string }[] {
  const sources = readdirSync(join(repository, 'libs')).map((library) => `libs/${library}/src`);
  const files = [...sources, 'docs'].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  return [...files, 'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']
    .filter((file) => /\.(ts|md)$/.test(file) && !/\.test\.ts$|[/\\]generated[/\\]/.test(file))
    .map((file) => ({ file, text: readFileSync(join(repository, file), 'utf8') }));
}

describe('commands that hints, comments and documents name', () => {
  it('are there', () => {
    const named = texts().flatMap(({ file, text }) => commandsIn(text).map((command) => ({ file, command })));
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter(({ command }) => !exists(command))).toEqual([]);
  });

  it('would be missed if they were not', () => {
    expect(commandsIn('run `fleetwright render`, npx fleetwright new stage x; Fleetwright is fleetwright/v1')).toEqual([
      'render',
      'new stage',
    ]);
    expect(['render', 'build', 'promote', 'status', 'new stage', 'new app', 'retire'].every(exists)).toBe(true);
    expect(['adopt', 'hotfix', 'image', 'new team', 'render-all'].some(exists)).toBe(false);
  });
});
