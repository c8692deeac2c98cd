import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Disk, errno, unless } from './disk.ts';
import { type Holder, isGone, parseHolder, thisRun } from './lock/holder.ts';

/** Who has a lock; `unreadable`: what stands there is no lock that we wrote. */
export type HeldBy = Holder | 'unreadable';

/** A lock that is held. */
export interface Lock {
  /** The run that had it and died, where its lock was taken over. */
  readonly broken: HeldBy | undefined;
  /** Lets others in. */
  release(): void;
}

/** How a lock is taken. */
export interface LockOptions {
  /** Name of the command, for others who wait. */
  readonly command: string;
  readonly waitMs: number;
  /** Called once, after a second of waiting. */
  readonly onWait?: (holder: HeldBy) => void;
}

/** How long a lock that says nothing may be one that is being written: only where there are no hard links. */
export const unreadableMs = 10_000;

/**
 * Takes the lock `folder`/lock, or gives who has it after waiting. It is a file that appears with its content inside, by a
 * hard link. The lock of a process of this machine that has ended is taken over, by one process only: whoever wants to
 * replace a lock with the content L takes, in the same way, the lock that is named after L, and looks again. A lock of
 * another machine is never touched. Throws what the disk throws.
 */
export async function takeLock(disk: Disk, folder: string, options: LockOptions): Promise<Lock | { held: HeldBy }> {
  const taker: Taker = { disk, folder, me: thisRun(options.command), until: performance.now() + options.waitMs };
  const patience = performance.now() + 1000;
  let told = false;
  const taken = await take(taker, 'lock', (holder) => {
    if (told || performance.now() < patience) return;
    told = true;
    options.onWait?.(holder);
  });
  if ('held' in taken) return taken;
  sweep(taker);
  return taken;
}

interface Taker {
  readonly disk: Disk;
  readonly folder: string;
  readonly me: Holder;
  /** Of the monotonic clock. */
  readonly until: number;
}

async function take(taker: Taker, name: string, onWait: (holder: HeldBy) => void): Promise<Lock | { held: HeldBy }> {
  const { disk, folder, until } = taker;
  const file = `${folder}/${name}`;
  const content = contentOf(taker.me);
  for (let pause = 10; ; pause = Math.min(pause * 2, 100)) {
    const found = readIfThere(disk, file);
    if (found === undefined) {
      if (appear(taker, file, content)) return lockOf(taker, file, content, undefined);
      continue;
    }
    const holder = parseHolder(found.toString('utf8'));
    if (holder ? isGone(holder) : isOld(disk, file)) {
      const replaced = await replace(taker, name, { found, content, onWait });
      if (replaced) return lockOf(taker, file, content, holder ?? 'unreadable');
    }
    if (performance.now() >= until) return { held: holder ?? 'unreadable' };
    onWait(holder ?? 'unreadable');
    await sleep(Math.min(pause, Math.max(1, until - performance.now())));
  }
}

/** Puts our lock in the place of a dead one, if that is still there; false when somebody else did. */
async function replace(
  taker: Taker,
  name: string,
  { found, content, onWait }: { found: Buffer; content: Buffer; onWait: (holder: HeldBy) => void },
): Promise<boolean> {
  const { disk, folder } = taker;
  const breaking = await take(taker, `lock-${hash(found)}`, onWait);
  if ('held' in breaking) return false;
  try {
    if (!readIfThere(disk, `${folder}/${name}`)?.equals(found)) return false;
    const staged = stage(taker, content);
    disk.rename(staged, `${folder}/${name}`);
    return true;
  } finally {
    breaking.release();
  }
}

/** Makes the lock file, whole, if there is none. */
function appear(taker: Taker, file: string, content: Buffer): boolean {
  const { disk } = taker;
  const staged = stage(taker, content);
  try {
    return unless(['EEXIST'], () => disk.link(staged, file));
  } catch (cause) {
    if (!noLinks.has(errno(cause) ?? '')) throw cause;
    return unless(['EEXIST'], () => put(disk, file, content));
  } finally {
    disk.unlink(staged);
  }
}

/** What file systems without hard links say. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

function stage({ disk, folder, me }: Taker, content: Buffer): string {
  const staged = `${folder}/lock.${me.pid}.${randomUUID()}`;
  put(disk, staged, content);
  return staged;
}

function put(disk: Disk, path: string, content: Buffer): void {
  const file = disk.create(path);
  try {
    disk.write(file, content);
  } finally {
    disk.close(file);
  }
}

function lockOf({ disk }: Taker, file: string, content: Buffer, broken: HeldBy | undefined): Lock {
  return {
    broken,
    release() {
      if (readIfThere(disk, file)?.equals(content)) disk.unlink(file);
    },
  };
}

/** Removes what runs left that were killed while they took a lock. Nobody waits for such a file once its run has ended. */
function sweep({ disk, folder }: Taker): void {
  for (const name of disk.list(folder)) {
    if (!/^lock[.-]/.test(name)) continue;
    const text = readIfThere(disk, `${folder}/${name}`)?.toString('utf8');
    if (text === undefined) continue;
    const holder = parseHolder(text);
    if (holder ? isGone(holder) : isOld(disk, `${folder}/${name}`))
      unless(['ENOENT'], () => disk.unlink(`${folder}/${name}`));
  }
}

function isOld(disk: Disk, file: string): boolean {
  const stat = disk.lstat(file);
  return stat !== undefined && Date.now() - stat.mtimeMs > unreadableMs;
}

function readIfThere(disk: Disk, file: string): Buffer | undefined {
  try {
    return disk.read(file);
  } catch (cause) {
    if (errno(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}

/** Every content is different, so that a lock that was replaced is never taken for the one before. */
function contentOf(holder: Holder): Buffer {
  return Buffer.from(`${JSON.stringify({ ...holder, id: randomUUID() })}\n`);
}

function hash(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}
