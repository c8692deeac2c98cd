import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { type Diagnostic, fail, ok, type Result } from '@fleetwright/diagnostics';
import type { FileTree } from 'kustomize-ts';
import { decode, ioError, isPlain, notPlain, special, standing, symlink } from './files.ts';

/** One file that is to be made, changed or removed. */
export interface TreeChange {
  /** As in the trees that were compared. */
  readonly path: string;
  readonly change: 'create' | 'update' | 'delete';
}

/**
 * All files below `folder` of the work tree at `root`, with paths relative to `folder`; empty when it is not there.
 * Nothing is ignored, so that what stands in a generated folder by mistake is seen. Errors, all of them at once: FW5001
 * for symbolic links and what cannot be read, FW5006 for files that are not UTF-8.
 */
export function readTree(root: string, folder: string): Result<FileTree> {
  const at = standing(root, folder);
  if (!at.ok) return at;
  if (at.value === 'nothing') return ok(new Map());
  const files = new Map<string, string>();
  const errors: Diagnostic[] = [];
  readFolder(root, folder, '', files, errors);
  return errors.length > 0 ? fail(errors) : ok(files);
}

function readFolder(
  root: string,
  folder: string,
  inside: string,
  files: Map<string, string>,
  errors: Diagnostic[],
): void {
  const here = posix.join(folder, inside);
  try {
    for (const entry of readdirSync(`${root}/${here}`, { withFileTypes: true })) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      const whole = posix.join(folder, path);
      if (entry.isDirectory()) readFolder(root, folder, path, files, errors);
      else if (entry.isSymbolicLink()) errors.push(symlink(whole));
      else if (!entry.isFile()) errors.push(special(whole));
      else {
        const text = decode(whole, readFileSync(`${root}/${whole}`));
        if (text.ok) files.set(path, text.value);
        else errors.push(...text.errors);
      }
    }
  } catch (cause) {
    errors.push(ioError(here, 'read', cause));
  }
}

/** What turns `current` into `wanted`, sorted by path. Files with the same text are left alone. */
export function difference(current: FileTree, wanted: FileTree): TreeChange[] {
  const changes: TreeChange[] = [];
  for (const [path, text] of wanted) {
    const before = current.get(path);
    if (before === undefined) changes.push({ path, change: 'create' });
    else if (before !== text) changes.push({ path, change: 'update' });
  }
  for (const path of current.keys()) if (!wanted.has(path)) changes.push({ path, change: 'delete' });
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Applies `changes` (paths from `root`, texts from `wanted`) to the work tree and gives their number. Every path is
 * checked before the first is touched: none leads outside or through a symbolic link. Each file is old or new, never half:
 * it is staged beside its place and renamed. Files get mode 0644 whatever the umask; folders left empty are removed.
 * The first call of the operating system that fails (FW5001) ends it.
 */
export function writeChanges(root: string, wanted: FileTree, changes: readonly TreeChange[]): Result<number> {
  const errors = changes.filter(({ path }) => !isPlain(path)).map(({ path }) => notPlain(path));
  for (const folder of new Set(changes.filter(({ path }) => isPlain(path)).map(({ path }) => folderOf(path)))) {
    const at = standing(root, folder);
    if (!at.ok) errors.push(...at.errors);
  }
  if (errors.length > 0) return fail(errors);
  // Deletions first: a file may become a folder, or a folder a file.
  for (const { path, change } of changes) {
    if (change !== 'delete') continue;
    const error = attempt(path, 'remove', () => remove(root, path));
    if (error) return fail([error]);
  }
  for (const { path, change } of changes) {
    if (change === 'delete') continue;
    const error = attempt(path, 'write', () => write(root, path, textOf(wanted, path)));
    if (error) return fail([error]);
  }
  return ok(changes.length);
}

function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? '' : path.slice(0, end);
}

function textOf(wanted: FileTree, path: string): string {
  const text = wanted.get(path);
  if (text === undefined) throw new TypeError(`no text for ${path}`);
  return text;
}

function attempt(path: string, action: 'write' | 'remove', act: () => void): Diagnostic | undefined {
  try {
    act();
    return undefined;
  } catch (cause) {
    return ioError(path, action, cause);
  }
}

function write(root: string, path: string, text: string): void {
  const folder = posix.dirname(path);
  mkdirSync(`${root}/${folder}`, { recursive: true });
  const staged = `${root}/${folder}/.${posix.basename(path)}.new`;
  rmSync(staged, { force: true }); // left by a killed run
  writeFileSync(staged, text, { flag: 'wx' });
  chmodSync(staged, 0o644);
  renameSync(staged, `${root}/${path}`);
}

function remove(root: string, path: string): void {
  rmSync(`${root}/${path}`, { force: true });
  for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder))
    if (!removeEmpty(`${root}/${folder}`)) return;
}

function removeEmpty(folder: string): boolean {
  try {
    if (readdirSync(folder).length > 0) return false;
    rmdirSync(folder);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
  }
  return true;
}
