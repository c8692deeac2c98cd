import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, type FaultyDisk, faultyDisk } from '@fleetwright/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/report.ts';
import { runCommand } from '../src/run.ts';
import { bootstrapped } from './bootstrapped.ts';
import type { WorkTree } from './work-tree.ts';

const faults: readonly (readonly [string, Fault])[] = [
  ['killed', 'kill'],
  ['disk full once', { code: 'ENOSPC', times: 'once' }],
  ['broken for ever', { code: 'EIO', times: 'forever' }],
];

/** What is done to the small fleet: an edit by a person, then a command. */
const changes: readonly { readonly args: readonly string[]; readonly edit: (tree: WorkTree) => void }[] = [
  {
    args: ['render'],
    // Of each environment a file comes, one goes and others change.
    edit: (tree) => tree.edit('apps/web/app.ts', 'nightly: {', 'weekly: {'),
  },
  { args: ['promote', '--all-due', '--to', 'prod'], edit: () => undefined },
];

describe.each(changes)('fleetwright $args.0', ({ args, edit }) => {
  let tree: WorkTree;
  let before: ReadonlyMap<string, string>;
  let after: ReadonlyMap<string, string>;
  let calls: readonly string[];
  const run = (disk: FaultyDisk): Promise<Report> =>
    runCommand([...args, '--wait', '0'], { cwd: tree.root, path: [], color: false, now: 1_800_000_000, disk });
  const begin = (): void => {
    tree.git('reset', '--quiet', '--hard');
    tree.git('clean', '--quiet', '--force', '-d');
    edit(tree);
  };
  beforeAll(async () => {
    tree = beginning(args[0] === 'promote');
    begin();
    before = tree.snapshot();
    const disk = faultyDisk(-1, 'kill');
    const ran = await run(disk);
    if (ran.exit !== 0) throw new Error(ran.stderr);
    after = tree.snapshot();
    calls = disk.calls;
  }, 120_000);
  afterAll(() => tree[Symbol.dispose]());

  it.each(faults)(
    'at every call of the disk, %s: old or new, then the bytes of an undisturbed run',
    async (name, fault) => {
      for (const [at, call] of calls.entries()) {
        begin();
        const message = `${name} at call ${at}: ${call}`;
        const ran = await run(faultyDisk(at, fault));
        const now = tree.snapshot();
        // Killed, or with a journal that says so, it may be in between.
        const done = ran.exit === 0;
        const isWhole = done || (fault !== 'kill' && !isUnfinished(tree));
        expect(isWhole ? now : after, message).toEqual(done || !isWhole ? after : before);
        expect(fault === 'kill' ? [ran.exit] : [0, 74], `${message}: ${ran.stderr}`).toContain(ran.exit);
        bury(tree);
        const again = await run(faultyDisk(-1, 'kill'));
        expect(again.exit, `${message}: ${again.stderr}`).toBe(0);
        expect(tree.snapshot(), message).toEqual(after);
        expect(readdirSync(join(tree.root, '.fleetwright')).sort(), message).toEqual(['.gitignore', 'written']);
      }
      console.log(`${args[0]}, ${name}: ${calls.length} points`);
    },
    1_200_000,
  );
});

/** A fleet at rest; with `release` a change of the definition waits for prod. */
function beginning(release: boolean): WorkTree {
  const tree = bootstrapped();
  if (!release) return tree;
  tree.edit('apps/web/app.ts', "args: ['nightly']", "args: ['nightly', '--all']");
  tree.succeed('render');
  tree.commit('Change web');
  tree.succeed('promote', 'web', '--to', 'dev');
  tree.commit('Promote web to dev');
  return tree;
}

function isUnfinished(tree: WorkTree): boolean {
  return readdirSync(join(tree.root, '.fleetwright')).includes('journal');
}

/** What a killed process leaves is a lock of a process that has ended; some time has passed. */
function bury(tree: WorkTree): void {
  const folder = join(tree.root, '.fleetwright');
  for (const name of readdirSync(folder).filter((name) => name.startsWith('lock'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    writeFileSync(join(folder, name), text.replace(/"start":"[^"]+"/, '"start":"before"'));
    utimesSync(join(folder, name), 0, 0);
  }
}
