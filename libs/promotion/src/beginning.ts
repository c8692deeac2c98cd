import { type Change, type History, treeAt } from './history.ts';
import { parsePath } from './paths.ts';
import type { WorkTree } from './world.ts';

/**
 * The history from the last commit on that left all stages empty; the whole of it when none did. Who takes away everything
 * that runs (`fleetwright init` in a clone) begins a fleet anew: what was a release before, or has passed a stage that is
 * called as one of theirs, is none of theirs. Nothing can be gained by it: what the stages hold from then on has passed
 * nowhere.
 */
export function sinceBeginning(history: History): History {
  const begin = lastEmptied(history);
  if (begin === undefined || begin === history.commits.length - 1) return history;
  const changes = new Map<string, readonly Change[]>();
  for (const [path, all] of history.changes) {
    const kept = all.filter(({ commit }) => commit < begin);
    // As of a first commit: what it has, it brought.
    const tree = all.find(({ commit }) => commit >= begin)?.tree;
    if (tree !== undefined) kept.push({ commit: begin, tree });
    if (kept.length > 0) changes.set(path, kept);
  }
  return { ...history, commits: history.commits.slice(0, begin + 1), changes };
}

/** Whether the work tree lacks every entry that HEAD's stages hold, and has no other: committed, it would be a beginning. */
export function isEmptied(history: History, { entries }: Pick<WorkTree, 'entries'>): boolean {
  const held = [...history.changes.keys()].filter(
    (path) => parsePath(path)?.place === 'entry' && treeAt(history, path, 0) !== undefined,
  );
  const isGone = (path: string): boolean => entries.has(path) && entries.get(path) === undefined;
  return held.length > 0 && held.every(isGone) && [...entries.values()].every((tree) => tree === undefined);
}

/** The history as {@link sinceBeginning} will give it once a beginning is committed: what HEAD renders, and no stage that ever held anything. */
export function begunNow(history: History): History {
  const changes = new Map<string, readonly Change[]>();
  for (const path of history.changes.keys()) {
    const tree = parsePath(path)?.place === 'rendered' ? treeAt(history, path, 0) : undefined;
    if (tree !== undefined) changes.set(path, [{ commit: 0, tree }]);
  }
  return { ...history, commits: history.commits.slice(0, 1), changes };
}

/**
 * Index of the newest commit that took away the last entry of the stages, for good: where the next commit that brings entries
 * brings back what they were, they were taken away by mistake, and it is the same fleet still.
 */
function lastEmptied({ changes, commits }: History): number | undefined {
  const steps = stepsOf(changes);
  const [held, last] = [new Set<string>(), new Map<string, string>()];
  const emptied: number[] = [];
  for (let commit = commits.length - 1; commit >= 0; commit--) {
    const step = steps.get(commit) ?? [];
    const came = step.flatMap(({ path, tree }) => (tree === undefined ? [] : [{ path, tree }]));
    if (held.size === 0 && came.length > 0 && came.every(({ path, tree }) => last.get(path) === tree)) emptied.pop();
    const hadSome = held.size > 0;
    for (const { path, tree } of step) {
      if (tree === undefined) held.delete(path);
      else held.add(path);
      if (tree !== undefined) last.set(path, tree);
    }
    if (hadSome && held.size === 0) emptied.push(commit);
  }
  return emptied.at(-1);
}

/** How the entries of stages changed, by commit. */
function stepsOf(
  changes: History['changes'],
): ReadonlyMap<number, readonly { readonly path: string; readonly tree: string | undefined }[]> {
  const entries = [...changes].filter(([path]) => parsePath(path)?.place === 'entry');
  const steps = entries.flatMap(([path, all]) => all.map(({ commit, tree }) => ({ commit, path, tree })));
  return Map.groupBy(steps, ({ commit }) => commit);
}
