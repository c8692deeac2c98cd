import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileTree } from 'kustomize-ts';
import { expect, it } from 'vitest';
import { type Fault, faultyDisk } from '../src/faulty-disk.ts';
import { difference, readTree } from '../src/tree.ts';
import { type OpenOptions, openWorkTree } from '../src/work-tree.ts';

/** Two states of a folder; from one to the other files come, change and go, a file becomes a folder, and a folder a file. */
const states: readonly FileTree[] = [
  { same: '1', changed: '1', gone: '1', 'folder/gone': '1', 'turns/folder': '1', file: '1' },
  { same: '1', changed: '2', new: '2', 'folder/new/deep': '2', turns: '2', 'file/becomes/folder': '2' },
].map((files) => new Map(Object.entries(files).map(([path, text]) => [`clusters/facts/${path}`, text])));

function files(root: string): FileTree {
  const read = readTree(root, 'clusters');
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return new Map([...read.value].map(([path, text]): [string, string] => [`clusters/${path}`, text]));
}

/** Makes the work tree equal to a state; gives whether it said so, and whether something is left to do. */
async function render(root: string, wanted: FileTree, options: Partial<OpenOptions> = {}) {
  const opened = await openWorkTree(root, { command: 'render', waitMs: 0, ...options });
  if (!opened.ok) return { done: false, unfinished: false };
  const tree = opened.value;
  try {
    const changes = difference(files(root), wanted);
    const applied = await tree.apply({ wanted, changes }, { force: false, owned: 'generated' });
    return { done: applied.ok, unfinished: tree.unfinished };
  } finally {
    tree.close();
  }
}

/** Where thousands of small files cost nothing, if there is such a place. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** What a killed process leaves is a lock of a process that has ended; some time has passed. */
function bury(root: string): void {
  const folder = join(root, '.fleetwright');
  for (const name of readdirSync(folder).filter((name) => name.startsWith('lock'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    writeFileSync(join(folder, name), text.replace(/"start":"\w+"/, '"start":"before"'));
    utimesSync(join(folder, name), 0, 0);
  }
}

const faults: readonly (readonly [string, Fault])[] = [
  ['killed', 'kill'],
  ['disk full once', { code: 'ENOSPC', times: 'once' }],
  ['broken for ever', { code: 'EIO', times: 'forever' }],
];

it.each(faults)(
  'at every call, %s: old or new, and the next run ends where an undisturbed one does',
  async (_, fault) => {
    const root = mkdtempSync(join(memory, 'sweep-'));
    mkdirSync(join(root, 'clusters'));
    const [one = new Map(), other = new Map()] = states;
    await render(root, one);
    let points = 0;
    for (const [before, after] of [
      [one, other],
      [other, one],
    ] as const) {
      const counted = faultyDisk(-1, fault);
      await render(root, after, { disk: counted });
      for (let at = 0; at < counted.calls.length; at++) {
        await render(root, before);
        const disk = faultyDisk(at, fault);
        const { done, unfinished } = await render(root, after, { disk });
        points++;
        const message = `call ${at}: ${disk.calls[at]}`;
        const now = files(root);
        // Killed, or with a journal that says so, it may be in between.
        const isWhole = done || (fault !== 'kill' && !unfinished && !hasJournal(root));
        expect(isWhole ? now : after, message).toEqual(done || !isWhole ? after : before);
        bury(root);
        await expectRecovered(root, after, message);
      }
    }
    process.stdout.write(`${points} points\n`);
    expect(points).toBeGreaterThan(150);
    rmSync(root, { recursive: true });
  },
);

it('killed again at every call of the run that finishes it', async () => {
  const root = mkdtempSync(join(memory, 'sweep-again-'));
  mkdirSync(join(root, 'clusters'));
  const [one = new Map(), other = new Map()] = states;
  await render(root, one);
  const counted = faultyDisk(-1, 'kill');
  await render(root, other, { disk: counted });
  const last = counted.calls.findLastIndex((call) => call.startsWith('rename') && call.includes('facts'));
  for (let at = 0, killed = true; killed; at++) {
    await render(root, one);
    await render(root, other, { disk: faultyDisk(last, 'kill') });
    bury(root);
    const disk = faultyDisk(at, 'kill');
    await render(root, other, { disk });
    killed = disk.calls.length > at;
    bury(root);
    await expectRecovered(root, other, `call ${at}: ${disk.calls[at]}`);
  }
  rmSync(root, { recursive: true });
});

/** An undisturbed run writes what is wanted, and nothing is left of the others. */
async function expectRecovered(root: string, wanted: FileTree, message: string): Promise<void> {
  expect(await render(root, wanted), message).toEqual({ done: true, unfinished: false });
  expect(files(root), message).toEqual(wanted);
  expect(readdirSync(join(root, '.fleetwright')).sort(), message).toEqual(['.gitignore', 'written']);
}

function hasJournal(root: string): boolean {
  return readdirSync(join(root, '.fleetwright')).includes('journal');
}
