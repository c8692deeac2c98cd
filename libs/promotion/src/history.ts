import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { cache } from './cache.ts';

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
 * and rebase merges look the same there, and nothing else of a commit is read but its time. It must not change once it
 * is in use: what is worked out of it is kept.
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

/** A directory over time. */
export interface Timeline {
  /** Newest first, from HEAD back to the commit that brought the directory first; none if it never was. */
  readonly spans: readonly Span[];
  /** Indexes into `spans` by tree, newest first. */
  readonly byTree: ReadonlyMap<string, readonly number[]>;
}

const timelines = cache<Timeline>();

/** How a directory went over time. Worked out once for a history. */
export function timelineOf(history: History, path: string): Timeline {
  return timelines(history, path, () => timelineFrom(spansFrom(history.changes.get(path) ?? [])));
}

/** The timeline of spans, newest first. */
export function timelineFrom(spans: readonly Span[]): Timeline {
  const byTree = new Map<string, number[]>();
  for (const [index, { tree }] of spans.entries()) {
    if (tree === undefined) continue;
    const known = byTree.get(tree);
    if (known) known.push(index);
    else byTree.set(tree, [index]);
  }
  return { spans, byTree };
}

function spansFrom(changes: readonly Change[]): readonly Span[] {
  const spans: Span[] = [];
  let newest = 0;
  for (const change of changes) {
    const last = spans.at(-1);
    // Two changes in a row to the same tree are one span; the older one brought it.
    if (last && last.tree === change.tree) spans[spans.length - 1] = { ...last, oldest: change.commit };
    else spans.push({ tree: change.tree, newest, oldest: change.commit });
    newest = change.commit + 1;
  }
  return spans;
}

/** The spans of a directory, newest first, from HEAD back to the commit that brought it first; none if it never was. */
export function spansOf(history: History, path: string): readonly Span[] {
  return timelineOf(history, path).spans;
}

/** Tree of a directory as of the commit with that index; `undefined` when it did not exist. */
export function treeAt(history: History, path: string, commit: number): string | undefined {
  const spans = spansOf(history, path);
  return spans[firstIndex(spans.length, (index) => (spans[index]?.oldest ?? 0) >= commit)]?.tree;
}

/** The distinct trees that a directory had at the commits from `newest` to `oldest`, newest first; absence left out. */
export function treesDuring(
  history: History,
  path: string,
  range: { readonly newest: number; readonly oldest: number },
): readonly string[] {
  const trees = new Set<string>();
  const spans = spansOf(history, path);
  const start = firstIndex(spans.length, (index) => (spans[index]?.oldest ?? 0) >= range.newest);
  for (let span = spans[start], next = start + 1; span && span.newest <= range.oldest; span = spans[next++])
    if (span.tree !== undefined) trees.add(span.tree);
  return [...trees];
}

/** The first of `length` indexes that passes a test which, once passed, all after it pass too; `length` if none does. */
export function firstIndex(length: number, test: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** FW4005 where history is not whole: "a shallow clone is an error". */
export function incomplete(history: History): readonly Diagnostic[] {
  if (!history.shallow) return [];
  const message = 'this clone is shallow: which releases there are and what stages held before cannot be read from it';
  return [error('FW4005', message, 'git fetch --unshallow (in CI: check out with full history)', undefined)];
}
