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

/** Where `build` reads files: a {@link FileTree} is one. Paths are from the root of the tree, with `/`, no leading one, no `.` or `..`. */
export interface Files {
  /** The content of a file; `undefined` when there is none. */
  get(path: string): string | Uint8Array | undefined;
}
