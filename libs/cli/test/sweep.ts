import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, type FaultyDisk, faultyDisk } from '@fleetwright/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/report.ts';
import { runCommand } from '../src/run.ts';
import { bootstrapped } from './bootstrapped.ts';
import { type Files, filesOf, putBack } from './files-of.ts';
import type { WorkTree } from './work-tree.ts';

const faults: readonly (readonly [string, Fault])[] = [
  ['killed', 'kill'],
  ['disk full once', { code: 'ENOSPC', times: 'once' }],
  ['broken for ever', { code: 'EIO', times: 'forever' }],
];

/** A command and the fleet that it is run in. */
export interface Swept {
  readonly args: readonly string[];
  /** What happened before to a fleet at rest. */
  readonly prepare: (tree: WorkTree) => void;
  /** Whether a second run does nothing; otherwise it would go on, and one that only looks ends what a killed one began. */
  readonly again: boolean;
}

/**
 * Runs a whole command once for each of its calls of the disk and each way in which that can fail, and again with a disk that is well: the tree is the old one or
 * the new one, or says that it is in between, and in the end it has the bytes of an undisturbed run and nothing else.
 */
export function sweep({ args, prepare, again }: Swept): void {
  describe(`fleetwright ${args.join(' ')}`, () => {
    let tree: WorkTree;
    let before: Files;
    let after: Files;
    let calls: readonly string[];
    const run = (line: readonly string[], disk: FaultyDisk = faultyDisk(-1, 'kill')): Promise<Report> =>
      runCommand([...line, '--wait', '0'], { cwd: tree.root, color: false, now: 1_800_000_000, disk });
    const next = async (): Promise<Report> => {
      if (again) return run(args);
      const looked = await run(['status']);
      return same(filesOf(tree.root), before) ? run(args) : looked;
    };
    beforeAll(async () => {
      tree = bootstrapped();
      tree.git('config', 'user.name', 'Ada Lovelace');
      tree.git('config', 'user.email', 'ada@example.com');
      prepare(tree);
      before = filesOf(tree.root);
      const disk = faultyDisk(-1, 'kill');
      const ran = await run(args, disk);
      if (ran.exit !== 0) throw new Error(ran.stderr);
      after = filesOf(tree.root);
      calls = disk.calls;
    }, 300_000);
    afterAll(() => tree[Symbol.dispose]());

    it.each(faults)(
      'at every call of the disk, %s',
      async (name, fault) => {
        for (const [at, call] of calls.entries()) {
          putBack(tree.root, before);
          const message = `${name} at call ${at}: ${call}`;
          const ran = await run(args, faultyDisk(at, fault));
          expect(fault === 'kill' ? [ran.exit] : [0, 74], `${message}: ${ran.stderr}`).toContain(ran.exit);
          const found = filesOf(tree.root);
          expect(torn(found, before, after), message).toEqual([]);
          // Killed, or with a journal that says so, it may be in between.
          const done = ran.exit === 0;
          const isWhole = done || (fault !== 'kill' && !found.has(journal));
          const whole = visible(done ? after : before);
          expect(isWhole ? visible(found) : whole, message).toEqual(whole);
          bury(tree);
          const ended = await next();
          expect(ended.exit, `${message}: ${ended.stderr}`).toBe(0);
          expect(filesOf(tree.root), message).toEqual(after);
        }
        console.log(`${args[0]}, ${name}: ${calls.length} points`);
      },
      1_200_000,
    );
  });
}

const own = '.fleetwright';
const journal = `${own}/journal`;

function same(one: Files, other: Files): boolean {
  const paths = [...visible(one).keys()];
  return (
    paths.length === visible(other).size && paths.every((path) => other.has(path) && one.get(path) === other.get(path))
  );
}

/** Without what only Fleetwright looks at. */
function visible(files: Files): Files {
  return new Map([...files].filter(([path]) => path !== own && !path.startsWith(`${own}/`)));
}

/** Files that are neither the old nor the new ones, without staged ones. */
function torn(found: Files, before: Files, after: Files): readonly string[] {
  const isStaged = (path: string): boolean => /\/\.[^/]+\.[0-9a-f]{8}\.new$/.test(path);
  return [...visible(found)]
    .filter(
      ([path, text]) =>
        !isStaged(path) && ![before, after].some((files) => files.has(path) && files.get(path) === text),
    )
    .map(([path]) => path);
}

/** What a killed process leaves is a lock of a process that has ended; some time has passed. */
function bury(tree: WorkTree): void {
  const folder = join(tree.root, own);
  for (const name of readdirSync(folder).filter((file) => file.startsWith('lock'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    writeFileSync(join(folder, name), text.replace(/"start":"[^"]+"/, '"start":"before"'));
    utimesSync(join(folder, name), 0, 0);
  }
}
