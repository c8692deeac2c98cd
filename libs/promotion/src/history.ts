import { type Diagnostic, error } from '@fleetwright/diagnostics';

/** A commit on the first-parent history. */
export interface Commit {
  readonly sha: string;
  /** Committer time, seconds since 1970. */
  readonly time: number;
}

/** A directory's tree after a commit that changed it. */
export interface Change {
  /** Index into `History.commits`. */
  readonly commit: number;
  /** Git tree sha; `undefined`: gone. */
  readonly tree: string | undefined;
}

/**
 * The port to git: the trees of the directories that promotion reads (`apps/<app>/rendered/<environment>`,
 * `clusters/rendered/<stage>`, `clusters/stages/<stage>/<entry>`) on the first-parent commits of HEAD. Squash, merge
 * and rebase merges look the same there, and nothing else of a commit is read but its time.
 */
export interface History {
  /** From HEAD, newest first. Empty: nothing is committed yet. */
  readonly commits: readonly Commit[];
  /** By directory, newest first. A directory that the oldest commit has is a change of that commit. */
  readonly changes: ReadonlyMap<string, readonly Change[]>;
  /** Whether older commits exist that this clone lacks. */
  readonly shallow: boolean;
}

/** The commits, both ends included, over which a directory had one tree. Indexes grow with age. */
export interface Span {
  /** `undefined`: the directory did not exist. */
  readonly tree: string | undefined;
  /** Index of its last commit; 0: still so at HEAD. */
  readonly newest: number;
  /** Index of the commit that brought it. */
  readonly oldest: number;
}

/** The spans of a directory, newest first, from HEAD back to the commit that brought it first; none if it never was. */
export function spansOf(history: History, path: string): readonly Span[] {
  const spans: Span[] = [];
  let newest = 0;
  for (const change of history.changes.get(path) ?? []) {
    const last = spans.at(-1);
    // Two changes in a row to the same tree are one span; the older one brought it.
    if (last && last.tree === change.tree) spans[spans.length - 1] = { ...last, oldest: change.commit };
    else spans.push({ tree: change.tree, newest, oldest: change.commit });
    newest = change.commit + 1;
  }
  return spans;
}

/** Tree of a directory as of the commit with that index; `undefined` when it did not exist. */
export function treeAt(history: History, path: string, commit: number): string | undefined {
  return history.changes.get(path)?.find((change) => change.commit >= commit)?.tree;
}

/** The distinct trees that a directory had at the commits from `newest` to `oldest`, newest first; absence left out. */
export function treesDuring(
  history: History,
  path: string,
  range: { readonly newest: number; readonly oldest: number },
): readonly string[] {
  const trees = new Set<string>();
  for (const span of spansOf(history, path)) {
    const overlaps = span.newest <= range.oldest && span.oldest >= range.newest;
    if (overlaps && span.tree !== undefined) trees.add(span.tree);
  }
  return [...trees];
}

/** FW4005 where history is not whole: "a shallow clone is an error". */
export function incomplete(history: History): readonly Diagnostic[] {
  if (!history.shallow) return [];
  const message = 'this clone is shallow: which releases there are and what stages held before cannot be read from it';
  return [error('FW4005', message, 'git fetch --unshallow (in CI: check out with full history)', undefined)];
}
