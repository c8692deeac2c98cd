/**
 * An immutable tree of text files: path from some root (with `/`, no leading one) → content (UTF-8, LF). Iteration
 * order means nothing; whoever prints or writes sorts by path.
 */
export type FileTree = ReadonlyMap<string, string>;

/** The files below `folder`, with paths relative to it. `folder` has no trailing slash. */
export function subtree(tree: FileTree, folder: string): FileTree {
  const prefix = `${folder}/`;
  const found = new Map<string, string>();
  for (const [path, content] of tree) if (path.startsWith(prefix)) found.set(path.slice(prefix.length), content);
  return found;
}

/** The same files below `folder`. */
export function nest(tree: FileTree, folder: string): FileTree {
  return new Map([...tree].map(([path, content]) => [`${folder}/${path}`, content]));
}

/** Where `build` reads files: a {@link FileTree} is one. Paths are from the root of the tree, with `/`, no leading one, no `.` or `..`; `''` is the root. */
export interface Files {
  /** The content of a file; `undefined` when there is none. */
  get(path: string): string | Uint8Array | undefined;
  /** The path without symbolic links, of a file or a folder; `undefined` when nothing is there. Left out by trees that have no links. */
  realPath?(path: string): string | undefined;
  /** Whether there is a folder. Asked only to explain an error; {@link Files.keys} serves too. */
  isFolder?(path: string): boolean;
  /** What keeps a path from being a file or a folder although something is there. Asked only to explain an error. */
  obstacle?(path: string): Obstacle | undefined;
  /** What a device or a pipe says, which {@link Files.get} does not take for a file. Asked only where files may be read from anywhere. */
  readSpecial?(path: string): string | Uint8Array | undefined;
  /** All paths of files. */
  keys?(): Iterable<string>;
}

/** A symbolic link that leads to itself; a device, a pipe or a socket. */
export type Obstacle = 'loop' | 'special';

/** Whether a tree has something below this path. */
export function hasFolder(files: Files, path: string): boolean {
  if (path === '') return true;
  if (files.isFolder !== undefined) return files.isFolder(path);
  for (const file of files.keys?.() ?? []) if (file.startsWith(`${path}/`)) return true;
  return false;
}

/** Joins and cleans as Go's `filepath.Join`: without `.`, empty parts and those that `..` takes back. A `..` above the root stays at the root. */
export function joinPath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Whether a folder is `outer` or below it. */
export function isWithin(folder: string, outer: string): boolean {
  return outer === '' || folder === outer || folder.startsWith(`${outer}/`);
}
