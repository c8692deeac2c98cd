import type { Change, History } from './history.ts';

/**
 * The history from the last commit on that left all stages empty; the whole of it when none did. Who takes away everything
 * that runs (`fleetwright init` in a clone) begins a fleet anew: what was a release before, or has passed a stage that is
 * called as one of theirs, is none of theirs.
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

/** Index of the newest commit that took away the last entry of the stages. */
function lastEmptied({ changes, commits }: History): number | undefined {
  const steps = new Map<number, { came: number; went: number }>();
  for (const [path, all] of changes) {
    if (!path.startsWith('clusters/stages/')) continue;
    let there = false;
    for (const { commit, tree } of all.toReversed()) {
      const step = steps.get(commit) ?? { came: 0, went: 0 };
      if (tree !== undefined && !there) step.came += 1;
      if (tree === undefined && there) step.went += 1;
      steps.set(commit, step);
      there = tree !== undefined;
    }
  }
  let held = 0;
  let last: number | undefined;
  for (let commit = commits.length - 1; commit >= 0; commit--) {
    const { came, went } = steps.get(commit) ?? { came: 0, went: 0 };
    held += came - went;
    if (held === 0 && went > 0) last = commit;
  }
  return last;
}
