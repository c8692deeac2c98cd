import { cache } from './cache.ts';
import { type Commit, type History, spansOf } from './history.ts';
import { renderedPath, type StageName } from './paths.ts';

/**
 * A release of an app in an environment, or of `fleet` in a stage: a tree of its rendered directory over a span of
 * commits. It has no other id than its tree; a tree that returns later is a release again, with commits of its own.
 */
export interface Release {
  readonly tree: string;
  /** Index of the last commit that renders it; 0: as of HEAD. */
  readonly newest: number;
  /** Index of the commit that brought it. */
  readonly oldest: number;
  /** The commit that brought it. */
  readonly commit: Commit;
}

const known = cache<readonly Release[]>();

/**
 * "A release of app A in environment E is a distinct tree `apps/A/rendered/E` on the first-parent commits": newest
 * first, back to the beginning or to where the directory last did not exist: what was there before an app went away is
 * not a release of the app that came back.
 */
export function releasesOf(history: History, app: string, stage: StageName): readonly Release[] {
  const path = renderedPath(app, stage);
  return known(history, path, () => {
    const releases: Release[] = [];
    for (const { tree, newest, oldest } of spansOf(history, path)) {
      const commit = history.commits[oldest];
      if (tree === undefined || !commit) break;
      releases.push({ tree, newest, oldest, commit });
    }
    return releases;
  });
}
