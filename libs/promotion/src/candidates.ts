import type { Question } from './gate.ts';
import { freeze } from './gates/freeze.ts';
import { hold } from './gates/hold.ts';
import { order } from './gates/order.ts';
import { halvesOf, identify } from './halves.ts';
import { isMarker } from './leaving.ts';
import type { Promotion } from './movement.ts';
import { entryPath, renderedPath } from './paths.ts';
import { type Release, releasesOf } from './releases.ts';
import { type Half, type Holding, holdingOf, type PlanWorld, type Stage } from './world.ts';

/** What is looked for among the releases newer than what a stage holds. */
export interface Wanted {
  /** The half that would move; `undefined`: whole releases. */
  readonly only: Half | undefined;
  /** Whether a release need not have passed the stages before. */
  readonly anyOrder: boolean;
}

/** Whole releases, in order. */
export const byDefault: Wanted = { only: undefined, anyOrder: false };

/** The gates that decide what is due; the others say whether what is due can come in a plan. */
const deciding = [order, hold, freeze];

/** The newest release for which order, hold and freeze are open; `undefined`: nothing is due. */
export function dueOf(world: PlanWorld, app: string, stage: Stage): Release | undefined {
  const questions = questionsOf(world, app, stage, byDefault);
  return questions.find((question) => deciding.every((gate) => gate.isOpen(world, question)))?.release;
}

/** A question for every release that is newer than what the stage holds, newest first; none where HEAD renders nothing. */
export function questionsOf(world: PlanWorld, app: string, stage: Stage, { only }: Wanted): readonly Question[] {
  const releases = releasesOf(world.history, app, stage);
  const holds = holdingOf(world, stage.name, app);
  // A marker ends an app where it runs, and comes to no stage that it has left, or never came to.
  if (!holds && releases[0] && isMarker(world, app, releases[0].tree)) return [];
  const newer = only ? withNewerHalf(world, releases, holds, only) : newerThan(world, releases, holds);
  return newer.map((release) => ({ app, stage, release, only }));
}

/** Whether HEAD renders the app for the stage's environment; where it does not (`only`), nothing is ever due. */
export function isRendered(world: PlanWorld, app: string, stage: Stage): boolean {
  return releasesOf(world.history, app, stage).length > 0;
}

/**
 * The releases newer than what is held; than two halves, those of which neither half is older. Where history knows nothing of
 * what is held (it is older than the root, or no release), those that were the newest when it came, or came later.
 */
function newerThan(world: PlanWorld, releases: readonly Release[], holds: Holding | undefined): readonly Release[] {
  if (!holds) return releases;
  const index = releases.findIndex((release) => release.tree === holds.tree);
  if (index >= 0) return releases.slice(0, index);
  const halves = halvesOf(world, holds.tree);
  const config = halves ? indexOfHalf(world, releases, 'config', halves.config) : -1;
  const images = halves ? indexOfHalf(world, releases, 'images', halves.images) : -1;
  if (!halves || config < 0 || images < 0) return since(releases, holds);
  return releases.slice(0, Math.max(config, images)).filter(({ tree }, at) => {
    const own = halvesOf(world, tree);
    return (at < config || own?.config === halves.config) && (at < images || own?.images === halves.images);
  });
}

/** The releases whose half is newer than the one that is held. */
function withNewerHalf(
  world: PlanWorld,
  releases: readonly Release[],
  holds: Holding | undefined,
  only: Half,
): readonly Release[] {
  const held = holds && halvesOf(world, holds.tree)?.[only];
  if (!held) return [];
  const index = indexOfHalf(world, releases, only, held);
  const newer = index < 0 ? since(releases, holds) : releases.slice(0, index);
  return newer.filter(({ tree }) => halvesOf(world, tree) !== undefined);
}

function since(releases: readonly Release[], holds: Holding): readonly Release[] {
  const came = holds.commit ?? 0;
  return releases.filter((release) => release.newest <= came);
}

function indexOfHalf(world: PlanWorld, releases: readonly Release[], half: Half, tree: string): number {
  return releases.findIndex((release) => halvesOf(world, release.tree)?.[half] === tree);
}

/** The movement that brings a release, or its half. Two halves that make a release are that release. */
export function promotionOf(world: PlanWorld, { app, stage, release, only }: Question): Promotion {
  const from = holdingOf(world, stage.name, app)?.tree;
  const to = only && from !== undefined ? joined(world, from, release.tree, only) : release.tree;
  const found = only ? identify(world, app, stage, to) : undefined;
  const { commit, newest } = found?.is === 'release' ? found.release : release;
  return {
    movement: 'promotion',
    app,
    stage: stage.name,
    entry: app,
    from,
    to,
    path: entryPath(stage.name, app),
    source: renderedPath(app, stage),
    commit,
    // Of HEAD, and not refused: then f reproduces it.
    verified: newest === 0,
    ...(only && found?.is !== 'release' && { only }),
  };
}

function joined(world: PlanWorld, held: string, tree: string, only: Half): string {
  const [stays, comes] = [halvesOf(world, held), halvesOf(world, tree)];
  return stays && comes ? world.contents.join({ ...stays, [only]: comes[only] }) : tree;
}
