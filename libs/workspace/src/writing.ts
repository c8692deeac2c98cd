import { setTimeout as sleep } from 'node:timers/promises';
import { type Disk, errno, unless } from './disk.ts';
import type { Pace } from './pace.ts';

/** One file that is to be made, changed or removed. */
export interface Step {
  /** From the root, with `/`. */
  readonly path: string;
  /** What stands there now; `undefined`: nothing. */
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
}

/** A change of the work tree while it is carried out. */
export interface Work {
  readonly disk: Disk;
  readonly root: string;
  /** Part of the names of staged files. */
  readonly token: string;
  readonly pace: Pace;
  /** What undoes what was done so far, the last first. */
  readonly undo: (() => void)[];
  /** Folders that are known to be there. */
  readonly folders: Set<string>;
  /** Path of the file at hand, for the message when a call fails. */
  at: string;
}

/** Nothing done yet. */
export function newWork(disk: Disk, root: string, token: string, pace: Pace): Work {
  return { disk, root, token, pace, undo: [], folders: new Set(['']), at: '.fleetwright' };
}

/**
 * Carries a change out. All that takes space (new files, each staged beside its place, folders, the record of what was
 * written) is there before the first file changes; then files are removed, and the staged ones renamed into their places.
 * Folders of `removed` paths that are empty then go; the
 * record comes last. Throws what the disk throws; `work.undo` has what was done until then.
 */
export async function carryOut(
  work: Work,
  steps: readonly Step[],
  removed: readonly string[],
  record: Step,
): Promise<void> {
  const { disk, pace } = work;
  const late: Step[] = [];
  for (const step of steps) {
    if (step.after !== undefined && !stage(work, step)) late.push(step);
    await pace();
  }
  stage(work, record);
  for (const step of steps) {
    if (step.after === undefined) remove(work, step);
    await pace();
  }
  removeEmpty(work, removed);
  for (const step of steps) {
    if (step.after !== undefined && !late.includes(step)) await replace(work, step);
    await pace();
  }
  // Where a file stood in the way of a folder.
  for (const step of late) {
    // If it still does, making the folder says so.
    if (!stage(work, step)) disk.mkdir(`${work.root}/${folderOf(step.path)}`);
    await replace(work, step);
  }
  await replace(work, record);
}

/** Undoes what was done; throws what the disk throws, and is then half done. */
export function undo(work: Work): void {
  for (const inverse of work.undo.splice(0).reverse()) inverse();
}

/** Where a file is staged: in the folder that it comes to, so that it is on the same file system. */
export function stagedPath(token: string, path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const folder = folderOf(path);
  return `${folder === '' ? '' : `${folder}/`}.${name}.${token}.new`;
}

/** The folder of a path; of a path without one the root, which is empty. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? '' : path.slice(0, end);
}

/** Puts a new file beside its place; false when something that is no folder stands where its folder must be. */
function stage(work: Work, { path, after }: Step): boolean {
  work.at = path;
  if (after === undefined || !makeFolder(work, folderOf(path))) return false;
  const staged = `${work.root}/${stagedPath(work.token, path)}`;
  work.undo.push(() => unless(['ENOENT'], () => work.disk.unlink(staged)));
  put(work, staged, after);
  return true;
}

/** Writes a file whose name is ours alone, with permissions that no umask narrows. What a killed run left of it goes. */
function put({ disk }: Work, path: string, content: Uint8Array): void {
  const file = createNew(disk, path);
  try {
    disk.write(file, content);
    disk.chmod(file, 0o644);
  } finally {
    disk.close(file);
  }
}

function createNew(disk: Disk, path: string): number {
  try {
    return disk.create(path);
  } catch (cause) {
    if (errno(cause) !== 'EEXIST') throw cause;
    disk.unlink(path);
    return disk.create(path);
  }
}

/** Makes a folder and those above it; false when something else stands there. */
function makeFolder(work: Work, folder: string): boolean {
  const { disk, root, folders } = work;
  if (folders.has(folder)) return true;
  if (!makeFolder(work, folderOf(folder))) return false;
  if (unless(['EEXIST'], () => disk.mkdir(`${root}/${folder}`)))
    work.undo.push(() => unless(['ENOENT', ...notEmpty], () => disk.rmdir(`${root}/${folder}`)));
  else if (!disk.lstat(`${root}/${folder}`)?.isDirectory()) return false;
  folders.add(folder);
  return true;
}

const notEmpty = ['ENOTEMPTY', 'EEXIST'];

function remove(work: Work, step: Step): void {
  const { disk, root } = work;
  work.at = step.path;
  if (unless(['ENOENT'], () => disk.unlink(`${root}/${step.path}`))) work.undo.push(() => restore(work, step));
}

async function replace(work: Work, step: Step): Promise<void> {
  const { root, token } = work;
  work.at = step.path;
  await rename(work, `${root}/${stagedPath(token, step.path)}`, `${root}/${step.path}`);
  work.undo.push(() => restore(work, step));
}

/** Puts back what stood somewhere before. */
function restore(work: Work, { path, before }: Step): void {
  const { disk, root, token } = work;
  if (before === undefined) {
    unless(['ENOENT'], () => disk.unlink(`${root}/${path}`));
    return;
  }
  const staged = `${root}/${stagedPath(token, path)}`;
  put(work, staged, before);
  disk.rename(staged, `${root}/${path}`);
}

/** Removes folders of removed files that are empty now, and those above them that are empty then. */
function removeEmpty(work: Work, removed: readonly string[]): void {
  const levels: Set<string>[] = [];
  const add = (folder: string): void => {
    const depth = folder.split('/').length;
    levels[depth] ??= new Set();
    levels[depth].add(folder);
  };
  for (const path of removed) add(folderOf(path));
  for (let depth = levels.length - 1; depth > 0; depth--) {
    for (const folder of levels[depth] ?? []) {
      if (folder !== '' && removeFolder(work, folder)) add(folderOf(folder));
    }
  }
}

function removeFolder(work: Work, folder: string): boolean {
  const { disk, root, folders } = work;
  work.at = folder;
  const stat = disk.lstat(`${root}/${folder}`);
  if (stat && !stat.isDirectory()) return false;
  if (stat && !unless(notEmpty, () => disk.rmdir(`${root}/${folder}`))) return false;
  if (stat) work.undo.push(() => disk.mkdir(`${root}/${folder}`));
  folders.delete(folder);
  return true;
}

/** Longest waits before a file that somebody reads, on Windows, is given up: 1.3 s in all. */
const pauses = [10, 20, 40, 80, 160, 320, 640];

async function rename({ disk }: Work, from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      disk.rename(from, to);
      return;
    } catch (cause) {
      const pause = pauses[attempt];
      if (pause === undefined || !disk.windows || !['EPERM', 'EBUSY', 'EACCES'].includes(errno(cause) ?? ''))
        throw cause;
      await sleep(pause);
    }
  }
}
