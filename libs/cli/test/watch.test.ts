import { spawn } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { affectedBy, ofThese } from '../src/watch/affected.ts';
import { goodApp, goodImages } from './poison.ts';
import { smallFleet } from './small-fleet.ts';
import { repository, workTree } from './work-tree.ts';

describe('what a change makes it necessary to render', () => {
  const sources = new Map([
    ['apps/a/app.ts', "import { x } from './parts/x.ts';"],
    ['apps/a/parts/x.ts', "export * from '../../shared/y.ts'"],
    ['apps/b/app.ts', "import a from '../a/app.ts';\nimport { defineApp } from '#fleet';"],
    ['apps/c/app.ts', "const z = await import('../shared/z.ts');"],
    ['apps/shared/y.ts', ''],
    ['apps/shared/z.ts', ''],
  ]);
  const changed = (...paths: string[]) =>
    affectedBy(
      paths.map((path) => ({ path, isNew: false })),
      sources,
    );
  it.each([
    [['apps/a/images.yaml'], ['a']],
    [['apps/a/app.ts'], ['a', 'b']],
    [['apps/shared/y.ts'], ['a', 'b']],
    [
      ['apps/shared/z.ts', 'apps/a/images.yaml'],
      ['a', 'c'],
    ],
    [['apps/a/README.md'], []],
  ])('%j: %j', (paths, apps) => {
    expect(changed(...paths)).toEqual(new Set(apps));
  });
  it('is of some apps only where only they are watched', () => {
    expect(ofThese(['b', 'c'], new Set(['a', 'b']))).toEqual(new Set(['b']));
    expect(ofThese(['b'], 'all')).toBe('all');
    expect(ofThese([], new Set(['a']))).toEqual(new Set(['a']));
  });
  it('is everything after a change of the fleet, and when an app comes or goes', () => {
    expect(changed('clusters/inventory.ts', 'apps/a/app.ts')).toBe('all');
    expect(affectedBy([{ path: 'apps/d/app.ts', isNew: true }], sources)).toBe('all');
  });
});

it.skipIf(process.platform === 'win32')(
  'render --watch renders what was saved, shows errors and goes on, and ends with 130',
  { timeout: 120_000 },
  async () => {
    using tree = workTree({ ...smallFleet, 'apps/api/app.ts': goodApp('api'), 'apps/api/images.yaml': goodImages });
    tree.succeed('render');
    tree.commit('Render');
    const main = join(repository, 'libs/cli/src/main.ts');
    const child = spawn(process.execPath, ['--conditions=development', main, 'render', '--watch'], { cwd: tree.root });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    /** Waits for a line, from what was said last time on. */
    let read = 0;
    const heard = async (line: RegExp): Promise<void> => {
      for (let found: RegExpExecArray | null = null; !found; await sleep(20)) {
        found = line.exec(said.slice(read));
        if (found) read += found.index + found[0].length;
        else if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${said}`);
      }
    };
    try {
      await heard(/^Watching /m);
      tree.edit('apps/web/app.ts', "args: ['nightly']", "args: ['daily']");
      await heard(/^web: 2 files changed \(\d+\.\d\d s\)\n/m);
      expect(tree.read('apps/web/rendered/dev/config/common/cronjob-web-nightly.yaml')).toContain('daily');
      tree.edit('apps/web/app.ts', "team: 'shop'", "team: 'shpo'");
      await heard(/error FW1013: [^]*\nweb: nothing was written .*\n/);
      // As many editors save: a new file takes the place of the old one.
      tree.write(
        'apps/web/.app.ts.tmp',
        tree.read('apps/web/app.ts').replace('shpo', 'shop').replace("['daily']", "['hourly']"),
      );
      renameSync(join(tree.root, 'apps/web/.app.ts.tmp'), join(tree.root, 'apps/web/app.ts'));
      await heard(/^(web|everything): 2 files changed .*\n/m);
      tree.edit('clusters/fleet.ts', 'shards: t.integer }', 'shards: t.integer, zone: t.text }');
      await heard(/error FW1041: [^]*\neverything: nothing was written .*\n/);
      tree.edit('clusters/fleet.ts', ', zone: t.text', '');
      await heard(/^everything: 0 files changed .*\n/m);
      tree.edit('apps/api/app.ts', "team: 'shop',", "team: 'shop', only: ['dev'],");
      // A folder goes whole, which its definition says; a look at all of them has told.
      await heard(/^api: [1-9]\d* files changed .*\n/m);
      tree.edit('apps/api/app.ts', " only: ['dev'],", '');
      await heard(/^api: [1-9]\d* files changed .*\n/m);
      // Its own writes are no changes, and nobody has the work tree in between.
      await sleep(1000);
      expect(said.slice(read).split('\n').length).toBeLessThanOrEqual(2); // a save may be seen twice
      expect(tree.run('render', '--check').exit).toBe(0);
    } finally {
      child.kill('SIGINT');
    }
    expect(await ended).toBe(130);
  },
);
