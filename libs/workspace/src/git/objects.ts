import { createHash } from 'node:crypto';
import { type Diagnostic, error } from '@fleetwright/diagnostics';
import type { FileTree } from 'kustomize-ts';
import { decode } from '../files.ts';
import { GitFailed, runGit } from './run.ts';

/** The files of a tree of the repository, by paths inside it. */
export function readGitTree(root: string, sha: string): FileTree {
  const entries = listFiles(root, sha);
  const shas = [...new Set(entries.map((entry) => entry.sha))];
  if (shas.length === 0) return new Map();
  const printed = runGit(root, ['cat-file', '--batch'], { input: `${shas.join('\n')}\n` }).stdout;
  const blobs = parseBatch(printed);
  const files = new Map<string, string>();
  for (const entry of entries) {
    const bytes = blobs.get(entry.sha);
    if (!bytes) throw new GitFailed(missingObject(entry.sha, entry.path));
    const text = decode(entry.path, bytes);
    if (!text.ok) throw new GitFailed(text.errors[0] ?? missingObject(entry.sha, entry.path));
    files.set(entry.path, text.value);
  }
  return files;
}

/** A file or a folder inside a tree of the repository. */
export interface ObjectAt {
  /** Sha of a tree. */
  readonly tree: string;
  readonly path: string;
}

/** The texts of files, by `<tree>:<path>`; what is not there, or is no file, is left out. */
export function readFilesAt(root: string, at: readonly ObjectAt[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  if (at.length === 0) return files;
  const names = at.map(nameOf);
  const printed = runGit(root, ['cat-file', '--batch'], { input: `${names.join('\n')}\n` }).stdout;
  let position = 0;
  for (const [index, { path }] of at.entries()) {
    const end = printed.indexOf('\n', position);
    const [, type, size] = printed.toString('latin1', position, end).split(' ');
    position = end + 1;
    if (size === undefined) continue; // `<name> missing`
    const bytes = printed.subarray(position, position + Number(size));
    position += Number(size) + 1;
    if (type !== 'blob') continue;
    const text = decode(path, bytes);
    if (!text.ok) throw new GitFailed(text.errors[0] ?? missingObject(names[index] ?? path, path));
    files.set(names[index] ?? '', text.value);
  }
  return files;
}

/** The trees of folders, by `<tree>:<path>`; what is not there, or is no folder, is left out. */
export function treesAt(root: string, at: readonly ObjectAt[]): ReadonlyMap<string, string> {
  const trees = new Map<string, string>();
  if (at.length === 0) return trees;
  const names = at.map(nameOf);
  const printed = runGit(root, ['cat-file', '--batch-check'], { input: `${names.join('\n')}\n` }).stdout;
  for (const [index, line] of printed.toString('utf8').split('\n').entries()) {
    const [sha, type] = line.split(' ');
    if (type === 'tree' && sha !== undefined) trees.set(names[index] ?? '', sha);
  }
  return trees;
}

function nameOf({ tree, path }: ObjectAt): string {
  return `${tree}:${path}`;
}

interface Entry {
  readonly sha: string;
  readonly path: string;
}

function listFiles(root: string, tree: string): Entry[] {
  const printed = runGit(root, ['ls-tree', '-r', '-z', '--full-tree', tree]).stdout.toString('utf8');
  return printed
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode, , sha = ''] = line.slice(0, tab).split(' ');
      const path = line.slice(tab + 1);
      if (mode !== '100644' && mode !== '100755') throw new GitFailed(notAFile(path));
      return { sha, path };
    });
}

/** `<sha> blob <size>\n<bytes>\n` for each object. */
function parseBatch(printed: Buffer): Map<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  for (let position = 0; position < printed.length; ) {
    const end = printed.indexOf('\n', position);
    const [sha = '', type, size] = printed.toString('latin1', position, end).split(' ');
    if (type !== 'blob') throw new GitFailed(missingObject(sha, sha));
    const start = end + 1;
    blobs.set(sha, printed.subarray(start, start + Number(size)));
    position = start + Number(size) + 1;
  }
  return blobs;
}

function notAFile(path: string): Diagnostic {
  return error('FW5016', `${path} is a symbolic link or a submodule`, 'commit the file itself', { file: path });
}

function missingObject(sha: string, path: string): Diagnostic {
  const hint = 'fetch the whole history (git fetch --unshallow, no partial clone), or run git fsck';
  return error('FW5003', `git has no content for ${path} (${sha})`, hint, undefined);
}

/**
 * The id that git would give to a tree of these files, all of mode 100644: what `git write-tree` prints for them. SHA-1,
 * as in every repository that `openRepository` accepts.
 */
export function treeSha(tree: FileTree): string {
  return hashFolder(toFolder(tree)).toString('hex');
}

/** Files as texts, folders as maps. */
type Folder = Map<string, string | Folder>;

function toFolder(tree: FileTree): Folder {
  const top: Folder = new Map();
  for (const [path, text] of tree) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    let folder = top;
    for (const part of parts) {
      const next = folder.get(part);
      const inside: Folder = next instanceof Map ? next : new Map();
      folder.set(part, inside);
      folder = inside;
    }
    folder.set(name, text);
  }
  return top;
}

function hashFolder(folder: Folder): Buffer {
  const entries = [...folder].map(([name, content]) => {
    const isFolder = content instanceof Map;
    // Git sorts by bytes, and folders as if their names ended in a slash (git's base_name_compare).
    return {
      key: Buffer.from(isFolder ? `${name}/` : name),
      head: Buffer.from(`${isFolder ? '40000' : '100644'} ${name}\0`),
      id: isFolder ? hashFolder(content) : hashObject('blob', Buffer.from(content)),
    };
  });
  entries.sort((a, b) => Buffer.compare(a.key, b.key));
  return hashObject('tree', Buffer.concat(entries.flatMap(({ head, id }) => [head, id])));
}

function hashObject(type: 'blob' | 'tree', content: Buffer): Buffer {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest();
}
