import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realDisk } from './disk.ts';
import { type Holder, thisRun } from './lock/holder.ts';
import { type HeldBy, type Lock, type LockOptions, takeLock } from './lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options: LockOptions = { command: 'render', waitMs: 0 };
const take = (waitMs = 0, disk = realDisk): Promise<Lock | { held: HeldBy }> =>
  takeLock(disk, folder, { ...options, waitMs });

async function taken(waitMs = 0, disk = realDisk): Promise<Lock> {
  const lock = await take(waitMs, disk);
  if ('held' in lock) throw new Error(`held by ${JSON.stringify(lock.held)}`);
  return lock;
}

/** A process that has ended. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

/** Leaves a lock, as somebody else would. */
function leave(holder: Partial<Holder>, name = 'lock'): string {
  const text = `${JSON.stringify({ ...thisRun('promote'), ...holder })}\n`;
  writeFileSync(join(folder, name), text);
  return text;
}

it('is held by one, also within a process, until it is released', async () => {
  const first = await taken();
  expect(await take(30)).toMatchObject({ held: { pid: process.pid, command: 'render' } });
  const second = taken(5000);
  first.release();
  const lock = await second;
  first.release();
  expect(await take()).toHaveProperty('held');
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

it('tells once, after a second, who is waited for', async () => {
  leave({ host: 'elsewhere' });
  const told: string[] = [];
  const onWait = (holder: HeldBy) =>
    void told.push(holder === 'unreadable' ? holder : `${holder.command} on ${holder.host}`);
  await takeLock(realDisk, folder, { ...options, waitMs: 900, onWait });
  expect(told).toEqual([]);
  await takeLock(realDisk, folder, { ...options, waitMs: 1400, onWait });
  expect(told).toEqual(['promote on elsewhere']);
});

it.each([
  ['a process that has ended', () => ({ pid: deadProcess() })],
  ['an earlier process with this number', () => ({ start: 'before' })],
  ['a machine that was started again', () => ({ boot: 'before' })],
] as const)('of %s is taken over, and said to be', async (_, dead) => {
  if (process.platform !== 'linux' && 'boot' in dead()) return;
  leave(dead());
  const lock = await taken();
  expect(lock.broken).toMatchObject({ command: 'promote' });
  expect(readdirSync(folder)).toEqual(['lock']);
  lock.release();
});

it.each([
  ['another machine', { host: 'elsewhere', pid: 1 }],
  ['a container with process numbers of its own', { namespace: 'pid:[1]' }],
  ['a living process', { pid: process.pid }],
] as const)('of %s is never touched', async (_, holder) => {
  const text = leave(holder);
  expect(await take()).toHaveProperty('held');
  expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(text);
});

it('that says nothing is taken over once nobody can be writing it any more', async () => {
  writeFileSync(join(folder, 'lock'), '');
  expect(await take()).toEqual({ held: 'unreadable' });
  utimesSync(join(folder, 'lock'), 0, 0);
  const lock = await taken();
  expect(lock.broken).toBe('unreadable');
  lock.release();
});

it('is taken over although the one who was about to died', async () => {
  leave({ pid: deadProcess() });
  const links: string[] = [];
  // Killed with the lock on the lock in its hand: the real disk until then.
  const disk = {
    ...realDisk,
    rename(): never {
      links.push(...readdirSync(folder).filter((name) => name.startsWith('lock-')));
      throw new Error('killed');
    },
    unlink: (path: string) => void (links.length === 0 && realDisk.unlink(path)),
  };
  await expect(take(0, disk)).rejects.toThrow('killed');
  const [breaker = ''] = links;
  leave({ pid: deadProcess(), command: 'breaker' }, breaker);
  const lock = await taken();
  lock.release();
  expect(readdirSync(folder).filter((name) => !name.startsWith('lock.'))).toEqual([]);
});

it('is taken over by one of many', async () => {
  for (let round = 0; round < 5; round++) {
    leave({ pid: deadProcess() });
    const locks = await Promise.all(Array.from({ length: 8 }, () => take()));
    const holders = locks.filter((lock): lock is Lock => !('held' in lock));
    expect(holders).toHaveLength(1);
    holders[0]?.release();
    expect(readdirSync(folder)).toEqual([]);
  }
});

it('needs no hard links', async () => {
  const disk = {
    ...realDisk,
    link(): never {
      throw Object.assign(new Error('no links here'), { code: 'ENOTSUP' });
    },
  };
  const lock = await taken(0, disk);
  expect(await take(0, disk)).toHaveProperty('held');
  lock.release();
  (await taken()).release();
});
