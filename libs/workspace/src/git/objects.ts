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
  return error('FW5001', `${path} is a symbolic link or a submodule`, 'commit the file itself', { file: path });
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
