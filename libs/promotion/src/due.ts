import type { Closed, Waiting } from './gate.ts';
import { treeAt } from './history.ts';
import { hasPassed, passing } from './passing.ts';
import { renderedPath } from './paths.ts';
import { type Release, releasesOf } from './releases.ts';
import { type Holding, holdingOf, type Stage, type World } from './world.ts';

/** A release that may not come yet, and everything that keeps it out. */
export interface Blocked {
  readonly release: Release;
  /** Never empty. */
  readonly reasons: readonly (Waiting | Closed)[];
}

/** How an app stands in a stage. */
export interface Standing {
  readonly app: string;
  readonly stage: string;
  /** Whether HEAD renders the app for the stage's environment; where it does not (`only`), nothing is ever due. */
  readonly rendered: boolean;
  /** `undefined`: the stage holds nothing of the app. */
  readonly holds: Holding | undefined;
  /** What a promotion would bring; `undefined`: nothing is due. */
  readonly due: Release | undefined;
  /** The newest release, where it is newer than what is held and due, and has not passed. */
  readonly blocked: Blocked | undefined;
  /** How many releases are newer than what the stage holds. */
  readonly behind: number;
}

/**
 * What is due of `app` in `stage`: the newest release that has passed the stages before, unless the stage holds it.
 * Releases older than what the stage holds are never candidates, so nothing goes back by itself, but for a definition
 * that was reverted: its old tree is the newest release then, and due at once where the stages before held it.
 */
export function standing(world: World, app: string, stage: Stage): Standing {
  const rendered = treeAt(world.history, renderedPath(app, stage), 0) !== undefined;
  const holds = holdingOf(world, stage.name, app);
  const candidates = rendered ? newerThan(releasesOf(world.history, app, stage), holds) : [];
  let due: Release | undefined;
  let blocked: Blocked | undefined;
  for (const release of candidates) {
    if (hasPassed(world, app, release, stage)) {
      due = release;
      break;
    }
    blocked ??= {
      release,
      reasons: passing(world, app, release, stage).filter((verdict) => verdict.state !== 'open'),
    };
  }
  return { app, stage: stage.name, rendered, holds, due, blocked, behind: candidates.length };
}

/**
 * The releases newer than what is held. Where that is no release (two halves, or older than the root), those that were
 * the newest when it came, or came later.
 */
function newerThan(releases: readonly Release[], holds: Holding | undefined): readonly Release[] {
  if (!holds) return releases;
  const index = releases.findIndex((release) => release.tree === holds.tree);
  if (index >= 0) return releases.slice(0, index);
  const came = holds.commit ?? 0;
  return releases.filter((release) => release.newest <= came);
}
