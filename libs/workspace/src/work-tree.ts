import { randomBytes } from 'node:crypto';
import { type Diagnostic, error, fail, ok, type Result, warning } from '@fleetwright/diagnostics';
import { type Disk, errno, realDisk, unless } from './disk.ts';
import { ioError, standing } from './files.ts';
import { finish } from './finish.ts';
import { type Journal, removeJournal, sizeOf, writeJournal } from './journal.ts';
import { isElsewhere } from './lock/holder.ts';
import { type HeldBy, type Lock, takeLock, unreadableMs } from './lock.ts';
import { newPace } from './pace.ts';
import { type ApplyOptions, type Change, prepare } from './prepare.ts';
import { carryOut, newWork, undo, type Work } from './writing.ts';
import { parseWritten, readRecord, recordPath, recordStep } from './written.ts';

/** A work tree that nobody else reads or writes until it is closed. */
export interface WorkTree {
  readonly root: string;
  /** Whether a change could be neither finished nor undone: the next run finishes it. */
  readonly unfinished: boolean;
  /**
   * Writes a change, all of it or nothing; gives the number of files that it names. FW5001: the system refused; FW5009: files were edited by
   * hand; FW5011: impossible names.
   */
  apply(change: Change, options: ApplyOptions): Promise<Result<number>>;
  /** Lets others in. May be called more than once. */
  close(): void;
}

/** How a work tree is opened. */
export interface OpenOptions {
  /** What is said to others who wait: the name of the command. */
  readonly command: string;
  /** `look`: nothing will be applied, so a tree that cannot be written is no error. Default: `change`. */
  readonly access?: 'look' | 'change';
  /** Default: the one of this machine. */
  readonly disk?: Disk;
  /** How long another run is waited for. Default: 10,000. */
  readonly waitMs?: number;
  /** Called once, when another run has been waited for for a second. */
  readonly onWait?: (holder: HeldBy) => void;
  /** Called while a change is written, with how many of its files are done and how many there are. */
  readonly onWritten?: (done: number, total: number) => void;
}

/**
 * Takes the work tree at `root` for this run alone, and finishes what a killed run left. Warnings: FW5012 (a lock was removed,
 * a change finished), FW5009 (a file that was edited in between). Errors: FW5008 (another run has it), FW5001, FW5016.
 */
export async function openWorkTree(root: string, options: OpenOptions): Promise<Result<WorkTree>> {
  const disk = options.disk ?? realDisk;
  const at = standing(root, folderName);
  if (!at.ok) return at;
  let lock: Lock | undefined;
  try {
    const taken = await enter(disk, root, options);
    if ('held' in taken) return fail([held(taken.held)]);
    lock = taken;
  } catch (cause) {
    const canLook = options.access === 'look' && isUnwritable(cause) && !hasJournal(disk, root);
    if (!canLook) return fail([ioError(lockPath, 'write', cause)]);
    return ok(treeAt(disk, root, undefined, options));
  }
  const tree = treeAt(disk, root, lock, options);
  const finished = await finish(disk, root);
  if ('cause' in finished) {
    tree.close();
    const more = finished.begun ? ', so what a killed run began cannot be finished yet' : '';
    return fail([ioError(finished.at, 'write', finished.cause, more)]);
  }
  return ok(tree, [...(lock.broken !== undefined ? [broken(lock.broken)] : []), ...finished.warnings]);
}

const folderName = '.fleetwright';
const lockPath = `${folderName}/lock`;

/** Takes the lock, in a folder that git does not see. */
async function enter(disk: Disk, root: string, options: OpenOptions): Promise<Lock | { held: HeldBy }> {
  const folder = `${root}/${folderName}`;
  unless(['EEXIST'], () => disk.mkdir(folder));
  const { command, waitMs = 10_000, onWait } = options;
  const taken = await takeLock(disk, folder, { command, waitMs, ...(onWait && { onWait }) });
  if ('held' in taken) return taken;
  try {
    ignore(disk, folder);
    return taken;
  } catch (cause) {
    quietly(() => taken.release());
    throw cause;
  }
}

/** Keeps the folder out of git wherever it is made. */
function ignore(disk: Disk, folder: string): void {
  if (disk.lstat(`${folder}/.gitignore`)) return;
  const staged = `${folder}/.gitignore.new`;
  unless(['ENOENT'], () => disk.unlink(staged));
  const file = disk.create(staged);
  try {
    disk.write(file, Buffer.from('*\n'));
  } finally {
    disk.close(file);
  }
  disk.rename(staged, `${folder}/.gitignore`);
}

function treeAt(disk: Disk, root: string, lock: Lock | undefined, { command, onWritten }: OpenOptions): WorkTree {
  let open = true;
  let unfinished = false;
  function close(): void {
    if (!open) return;
    open = false;
    process.off('exit', close);
    // Whoever comes next finds that this run has ended.
    quietly(() => lock?.release());
  }
  async function apply(change: Change, options: ApplyOptions): Promise<Result<number>> {
    if (change.changes.length === 0) return ok(0);
    if (!open || !lock) throw new TypeError('the work tree is not open for changes');
    const applied = await applyChange({ disk, root, command, onWritten }, change, options);
    unfinished ||= applied.unfinished;
    return applied.result;
  }
  process.on('exit', close);
  return {
    root,
    get unfinished() {
      return unfinished;
    },
    apply,
    close,
  };
}

/** How applying a change ended; `unfinished`: neither could it be undone. */
interface Applied {
  readonly result: Result<number>;
  readonly unfinished: boolean;
}

async function applyChange(
  tree: { disk: Disk; root: string; command: string; onWritten: OpenOptions['onWritten'] | undefined },
  change: Change,
  options: ApplyOptions,
): Promise<Applied> {
  const { disk, root, command, onWritten } = tree;
  const folder = `${root}/${folderName}`;
  let record: Buffer | undefined;
  try {
    record = readRecord(disk, root);
  } catch (cause) {
    return { result: fail([ioError(recordPath, 'read', cause)]), unfinished: false };
  }
  const pace = newPace();
  const prepared = await prepare({ disk, root, pace, written: parseWritten(record) }, change, options);
  if (!prepared.ok) return { result: prepared, unfinished: false };
  const { steps, operations, contents, written } = prepared.value;
  if (steps.length === 0) return { result: ok(change.changes.length), unfinished: false };
  const journal: Journal = { command, token: randomBytes(4).toString('hex'), operations, contents };
  let done = 0;
  const work = newWork(disk, root, journal.token, () => {
    // A file is staged, perhaps removed, and put in its place.
    onWritten?.(Math.floor(++done / 3), steps.length);
    return pace();
  });
  work.at = `${folderName}/journal`;
  try {
    await writeJournal(disk, folder, journal, pace);
    const removed = operations.filter(({ after }) => after === undefined).map(({ path }) => path);
    await carryOut(work, steps, removed, recordStep(record, written));
    work.at = `${folderName}/journal`;
    removeJournal(disk, folder);
    return { result: ok(change.changes.length), unfinished: false };
  } catch (cause) {
    const result = fail([ioError(work.at, 'write', cause, needed(cause, journal))]);
    return { result, unfinished: !quietly(() => takeBack(work, folder)) && hasJournal(disk, root) };
  }
}

/** Makes it as if nothing had been begun. */
function takeBack(work: Work, folder: string): void {
  undo(work);
  removeJournal(work.disk, folder);
}

/** For a disk that is full: what the journal and the staged files take. */
function needed(cause: unknown, journal: Journal): string {
  if (!['ENOSPC', 'EDQUOT'].includes(errno(cause) ?? '')) return '';
  let bytes = sizeOf(journal);
  for (const { after } of journal.operations) bytes += journal.contents.get(after ?? '')?.length ?? 0;
  return `; ${bytes} bytes are needed`;
}

/** Whether something can be done; what it throws is known already, or does not matter. */
function quietly(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

/** Whether a change waits to be finished; when in doubt, it does. */
function hasJournal(disk: Disk, root: string): boolean {
  try {
    return disk.lstat(`${root}/${folderName}/journal`) !== undefined;
  } catch {
    return true;
  }
}

/** Whether a folder cannot be written, now or ever. */
function isUnwritable(cause: unknown): boolean {
  return ['EROFS', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT'].includes(errno(cause) ?? '');
}

function held(holder: HeldBy): Diagnostic {
  if (holder === 'unreadable') {
    const message = `${lockPath} is no lock that Fleetwright wrote: nothing can tell whether another run has this work tree`;
    const hint = `when nobody runs \`fleetwright\` here, remove ${lockPath}; ${unreadableMs / 1000} seconds after it was written, the next run does`;
    return error('FW5008', message, hint, undefined);
  }
  const { command, pid, host, since } = holder;
  const away = isElsewhere(holder);
  const message = `\`fleetwright ${command}\` has this work tree since ${since} (process ${pid} on ${host})`;
  const hint = away
    ? `wait for it, or when you know that it has ended there, remove ${lockPath}`
    : `wait for it (\`--wait <seconds>\` waits longer), or end it with \`kill ${pid}\`: the next run finishes what it began`;
  return error('FW5008', message, hint, undefined);
}

function broken(holder: HeldBy): Diagnostic {
  if (holder === 'unreadable') {
    const hint = 'look at `git status` if you did not put it there: another run may have written at the same time';
    return warning('FW5012', `${lockPath} was no lock that Fleetwright wrote, and is removed now`, hint, undefined);
  }
  const { command, pid, since } = holder;
  const message = `\`fleetwright ${command}\` (process ${pid}, since ${since}) ended without giving up its lock, which is removed now`;
  return warning('FW5012', message, 'nothing needs to be done: it was killed, or the machine went down', undefined);
}
