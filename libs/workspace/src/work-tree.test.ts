import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileTree } from 'kustomize-ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk } from './disk.ts';
import { faultyDisk } from './faulty-disk.ts';
import { writeJournal } from './journal.ts';
import { difference, readTree, type TreeChange } from './tree.ts';
import { type OpenOptions, openWorkTree, type WorkTree } from './work-tree.ts';
import { blobSha } from './written.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'work-tree-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const generated = { force: false, owned: 'generated' } as const;

async function open(options: Partial<OpenOptions> = {}): Promise<WorkTree> {
  const opened = await openWorkTree(root, { command: 'render', ...options });
  if (!opened.ok) throw new Error(JSON.stringify(opened.errors));
  return opened.value;
}

/** The files of the work tree. */
function files(): FileTree {
  const read = readTree(root, 'clusters');
  if (!read.ok) throw new Error('unreadable');
  return new Map([...read.value].map(([path, text]) => [`clusters/${path}`, text]));
}

/** Makes the generated files below `clusters/facts` what is wanted. */
async function render(wanted: { [path: string]: string }, options: Partial<OpenOptions> & { force?: boolean } = {}) {
  const tree = await open(options);
  const below = Object.entries(wanted).map(([path, text]): [string, string] => [`clusters/facts/${path}`, text]);
  const current = new Map([...files()].filter(([path]) => path.startsWith('clusters/facts/')));
  const changes = difference(current, new Map(below));
  const applied = await tree.apply(
    { wanted: new Map(below), changes },
    { ...generated, force: options.force ?? false },
  );
  tree.close();
  return { applied, unfinished: tree.unfinished };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function said(result: Awaited<ReturnType<WorkTree['apply']>>): string[] {
  return result.ok ? [] : result.errors.map(({ code, at }) => `${code} ${at?.file}`).sort();
}

function ours(): string[] {
  return readdirSync(join(root, '.fleetwright')).sort();
}

const facts = (wanted: { [path: string]: string }): FileTree =>
  new Map(Object.entries(wanted).map(([path, text]) => [`clusters/facts/${path}`, text]));

describe('what is written', () => {
  it('is what is wanted; folders left empty go, and nothing of ours is left but the record', async () => {
    for (const wanted of [{ 'a/b/1': '1', 'a/b/2': '2', c: 'ü\n' }, { 'a/b/1': 'changed', c: 'ü\n' }, { c: 'ü\n' }]) {
      await render(wanted);
      expect(files()).toEqual(facts(wanted));
    }
    expect(existsSync(join(root, 'clusters/facts/a'))).toBe(false);
    expect(ours()).toEqual(['.gitignore', 'written']);
  });

  it('lets a file become a folder, and a folder a file', async () => {
    await render({ a: 'file', 'b/c': 'inside' });
    await render({ 'a/b': 'inside', b: 'file' });
    expect(files()).toEqual(facts({ 'a/b': 'inside', b: 'file' }));
  });

  it('has mode 0644 whatever the umask', async () => {
    const before = process.umask(0o077);
    try {
      await render({ a: '1' });
    } finally {
      process.umask(before);
    }
    expect(statSync(join(root, 'clusters/facts/a')).mode & 0o777).toBe(0o644);
  });

  it('stays inside: no link is followed, no path leads out, nothing is written when one would', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    mkdirSync(join(root, 'clusters'));
    symlinkSync(outside, join(root, 'clusters/facts'));
    const tree = await open();
    const create = (...paths: string[]): Promise<unknown> => {
      const changes = paths.map((path): TreeChange => ({ path, change: 'create' }));
      return tree.apply({ wanted: new Map(paths.map((path) => [path, ''])), changes }, { force: true, owned: 'hand' });
    };
    for (const path of ['clusters/facts/x', '../x', 'clusters/hubs/../../../x', '/x', '.git/hooks/x', 'a/.GIT/x'])
      expect(await create('clusters/hubs/good', path)).toMatchObject({ ok: false });
    tree.close();
    expect(readdirSync(outside)).toEqual([]);
    expect(existsSync(join(root, 'clusters/hubs'))).toBe(false);
    rmSync(outside, { recursive: true });
  });
});

describe('files that were edited by hand', () => {
  const git = (...args: string[]) => {
    const ran = spawnSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { cwd: root });
    expect(ran.status).toBe(0);
  };

  it('are all named, and nothing is written, unless by force', async () => {
    await render({ a: '1', b: '1', c: '1', d: '1' });
    write('clusters/facts/a', 'edited');
    write('clusters/facts/b', 'edited');
    write('clusters/facts/stray', 'notes');
    const wanted = { a: '2', c: '2', d: '1' };
    const refused = await render(wanted);
    expect(said(refused.applied)).toEqual([
      'FW5009 clusters/facts/a',
      'FW5009 clusters/facts/b',
      'FW5009 clusters/facts/stray',
    ]);
    expect(files()).toEqual(facts({ a: 'edited', b: 'edited', c: '1', d: '1', stray: 'notes' }));
    await render(wanted, { force: true });
    expect(files()).toEqual(facts(wanted));
  });

  it('are told from what git keeps: HEAD and the other side of a merge', async () => {
    git('init', '--quiet', '--initial-branch=main');
    write('clusters/facts/a', 'of HEAD');
    git('add', '.');
    git('commit', '--quiet', '-m', 'a');
    expect((await render({ a: 'new' })).applied.ok).toBe(true);
    git('checkout', '--quiet', '-b', 'side');
    git('commit', '--quiet', '-a', '-m', 'side');
    git('checkout', '--quiet', 'main');
    rmSync(join(root, '.fleetwright'), { recursive: true });
    git('merge', '--quiet', '--no-ff', '--no-commit', 'side');
    expect((await render({ a: 'newer' })).applied.ok).toBe(true);
  });

  it('of stages are never overwritten, and files of people only as the plan saw them', async () => {
    const tree = await open();
    const path = 'clusters/stages/dev/web/config/a.yaml';
    const apply = (text: string, seen: FileTree, at = path) =>
      tree.apply(
        { wanted: new Map([[at, text]]), changes: [{ path: at, change: 'update' }], seen },
        { force: true, owned: 'stages' },
      );
    expect((await apply('1', new Map())).ok).toBe(true);
    expect(said(await apply('2', new Map([[path, 'other']])))).toEqual([`FW5009 ${path}`]);
    write(path, 'edited');
    expect(said(await apply('2', new Map([[path, 'edited']])))).toEqual([`FW5009 ${path}`]);
    const hold = 'clusters/stages/dev/web.hold.yaml';
    write(hold, 'by hand');
    expect(said(await apply('2', new Map([[hold, 'other']]), hold))).toEqual([`FW5009 ${hold}`]);
    expect((await apply('2', new Map([[hold, 'by hand']]), hold)).ok).toBe(true);
    tree.close();
  });
});

describe('a change that fails', () => {
  const before = { a: '1', b: '1', 'c/d': '1' };
  const after = { a: '2', b: '2', 'e/f': '1' };

  it('says where, and how much room it needs, and leaves the old files', async () => {
    await render(before);
    const counted = faultyDisk(-1, 'kill');
    await render(after, { disk: counted });
    await render(before);
    const find = (call: string): number => counted.calls.indexOf(call.replace(' ', ` ${root}/.fleetwright/`));
    for (let at = find('create journal.new'); at < find('unlink journal'); at++) {
      const disk = faultyDisk(at, { code: 'ENOSPC', times: 'once' });
      const { applied, unfinished } = await render(after, { disk });
      expect({ at: disk.calls[at], unfinished }).toEqual({ at: disk.calls[at], unfinished: false });
      expect(applied.ok ? [] : applied.errors.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^cannot write \S+: ENOSPC; \d+ bytes are needed$/),
      ]);
      expect(files()).toEqual(facts(before));
    }
  });

  it.skipIf(process.getuid?.() === 0)(
    'in a folder that is read-only changes nothing (not run as root, whom no mode stops)',
    async () => {
      await render(before);
      chmodSync(join(root, 'clusters/facts/c'), 0o555);
      const { applied } = await render(after);
      chmodSync(join(root, 'clusters/facts/c'), 0o755);
      expect(said(applied)).toEqual(['FW5001 clusters/facts/c/d']);
      expect(files()).toEqual(facts(before));
    },
  );

  it('tries again where a file is being read, as Windows has it', async () => {
    let refused = 0;
    const disk = {
      ...realDisk,
      windows: true,
      rename(from: string, to: string) {
        if (to.endsWith('facts/a') && refused++ < 3) throw Object.assign(new Error('busy'), { code: 'EPERM' });
        realDisk.rename(from, to);
      },
    };
    await render(before, { disk });
    expect(files()).toEqual(facts(before));
    expect(refused).toBe(4);
  });
});

describe('a run that was killed', () => {
  /** Kills a run at its first call that fits, as far as the disk can tell. */
  async function kill(wanted: { [path: string]: string }, at: (call: string) => boolean): Promise<void> {
    const counted = faultyDisk(-1, 'kill');
    const copy = new Map(files());
    await render(wanted, { disk: counted });
    await render(Object.fromEntries([...copy].map(([path, text]) => [path.slice('clusters/facts/'.length), text])));
    await render(wanted, { disk: faultyDisk(counted.calls.findIndex(at), 'kill') }).catch(() => undefined);
    rmSync(join(root, '.fleetwright/lock'), { force: true });
  }
  const renames = (call: string): boolean => call.startsWith('rename') && call.includes('clusters/facts');

  it('is finished by the next, which says so; what was edited since is left and named', async () => {
    await render({ a: '1', b: '1', c: '1' });
    await kill({ a: '2', b: '2', d: '2' }, renames);
    write('clusters/facts/b', 'edited');
    const opened = await openWorkTree(root, { command: 'status' });
    expect(opened.ok && opened.warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'FW5012 `fleetwright render` was killed while it wrote; its change of 3 files is whole now',
      'FW5009 clusters/facts/b was edited after `fleetwright render` was killed, and is left as it is',
    ]);
    expect(files()).toEqual(facts({ a: '2', b: 'edited', d: '2' }));
    if (opened.ok) opened.value.close();
    expect(ours()).toEqual(['.gitignore', 'written']);
  });

  it('is finished after a power failure, too: a file with a name and no content is written', async () => {
    await render({ a: '1', b: '1' });
    await kill({ a: '2', b: '2' }, renames);
    write('clusters/facts/a', '');
    write('clusters/facts/b', '\0\0');
    (await open()).close();
    expect(files()).toEqual(facts({ a: '2', b: '2' }));
  });

  it('leaves what people own out of the record, as one does that was not killed', async () => {
    (await open()).close();
    const path = 'clusters/stages/dev/web.hold.yaml';
    const hold = Buffer.from('reason: audit\n');
    const operations = [{ path, before: undefined, after: blobSha(hold) }];
    const journal = { command: 'hold', token: '01234567', operations, contents: new Map([[blobSha(hold), hold]]) };
    await writeJournal(realDisk, join(root, '.fleetwright'), journal, () => undefined);
    (await open()).close();
    expect(readFileSync(join(root, path))).toEqual(hold);
    expect(readFileSync(join(root, '.fleetwright/written'), 'utf8')).toBe('fleetwright written 1\n');
  });

  it('left nothing when its journal is torn', async () => {
    await render({ a: '1' });
    await kill({ a: '2' }, renames);
    const journal = readFileSync(join(root, '.fleetwright/journal'));
    writeFileSync(join(root, '.fleetwright/journal'), journal.subarray(0, -1));
    (await open()).close();
    expect(files().get('clusters/facts/a')).toBe('1');
    expect(ours()).not.toContain('journal');
  });
});

describe('a tree that cannot be written', () => {
  const readOnly = { ...realDisk, create: refuse, mkdir: refuse, link: refuse, unlink: refuse };
  function refuse(): never {
    throw Object.assign(new Error('read-only'), { code: 'EROFS' });
  }

  it('can be looked at, unless a change waits to be finished there', async () => {
    expect((await openWorkTree(root, { command: 'status', access: 'look', disk: readOnly })).ok).toBe(true);
    const render = await openWorkTree(root, { command: 'render', disk: readOnly });
    expect(render.ok ? [] : render.errors.map(({ message }) => message)).toEqual([
      'cannot write .fleetwright/lock: EROFS',
    ]);
    mkdirSync(join(root, '.fleetwright'));
    writeFileSync(join(root, '.fleetwright/journal'), '');
    expect((await openWorkTree(root, { command: 'status', access: 'look', disk: readOnly })).ok).toBe(false);
  });
});
