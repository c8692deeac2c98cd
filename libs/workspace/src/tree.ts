import { readdirSync, readFileSync } from 'node:fs';
import { type Diagnostic, fail, ok, type Result } from '@fleetwright/diagnostics';
import type { FileTree } from 'kustomize-ts';
import { decode, ioError, special, standing, symlink } from './files.ts';

/** One file that is to be made, changed or removed. */
export interface TreeChange {
  /** As in the trees that were compared. */
  readonly path: string;
  readonly change: 'create' | 'update' | 'delete';
}

/**
 * All files below `folder` of the work tree at `root`, with paths relative to `folder`; empty when it is not there.
 * Nothing is ignored, so that what stands in a generated folder by mistake is seen. Errors, all of them at once: FW5016
 * for symbolic links, FW5001 for what cannot be read, FW5006 for files that are not UTF-8.
 */
export function readTree(root: string, folder: string): Result<FileTree> {
  const read = readTrees(root, [folder]);
  if (!read.ok || folder === '') return read;
  return ok(new Map([...read.value].map(([path, text]) => [path.slice(folder.length + 1), text])));
}

/** As {@link readTree}, for several folders at once, none of them inside another; with paths from `root`. */
export function readTrees(root: string, folders: readonly string[]): Result<FileTree> {
  const files = new Map<string, string>();
  const errors: Diagnostic[] = [];
  for (const folder of folders) {
    const at = standing(root, folder);
    if (!at.ok) errors.push(...at.errors);
    else if (at.value !== 'nothing') readFolder(root, folder, files, errors);
  }
  return errors.length > 0 ? fail(errors) : ok(files);
}

function readFolder(root: string, folder: string, files: Map<string, string>, errors: Diagnostic[]): void {
  try {
    for (const entry of readdirSync(`${root}/${folder}`, { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) readFolder(root, path, files, errors);
      else if (entry.isSymbolicLink()) errors.push(symlink(path));
      else if (!entry.isFile()) errors.push(special(path));
      else {
        const text = decode(path, readFileSync(`${root}/${path}`));
        if (text.ok) files.set(path, text.value);
        else errors.push(...text.errors);
      }
    }
  } catch (cause) {
    errors.push(ioError(folder === '' ? '.' : folder, 'read', cause));
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
