import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import type { Hold } from '@fleetwright/model/engine';
import { byDefault, questionsOf } from './candidates.ts';
import { halvesOf, identify } from './halves.ts';
import { type Commit, spansOf, timelineOf } from './history.ts';
import { isMarker } from './leaving.ts';
import type { Pair } from './movement.ts';
import { entryPath, renderedPath } from './paths.ts';
import { type Release, releasesOf } from './releases.ts';
import { list, short } from './text.ts';
import { type Halves, holdingOf, type PlanWorld, type Stage } from './world.ts';

/** A tree that a stage or a cluster can be given, and where it is found. */
export interface Target {
  readonly tree: string;
  /** Directory that is `tree` at `commit`. */
  readonly source: string;
  readonly commit: Commit;
  /** The release that it is; `undefined`: a tree that the stage has held, such as two halves. */
  readonly release: Release | undefined;
}

/** The fewest digits of a sha that tell commits and trees apart. */
const fewest = 7;

/**
 * What a person calls `name`: the release as of a commit of the first-parent history, or a tree, of a release or one that the
 * stage has held; by the whole sha or its first digits, seven at least. FW4001 when it is none, or several.
 */
export function targetNamed(world: PlanWorld, app: string, stage: Stage, name: string): Result<Target> {
  const { history } = world;
  const releases = releasesOf(history, app, stage);
  const found = new Map<string, Target>();
  const commits = [...history.commits.entries()].filter(([, { sha }]) => isNamed(sha, name));
  for (const [index] of commits) {
    const release = releases.find(({ newest, oldest }) => newest <= index && index <= oldest);
    if (release && !found.has(release.tree)) found.set(release.tree, targetOf(app, stage, release));
  }
  for (const target of known(world, app, stage))
    if (isNamed(target.tree, name) && !found.has(target.tree)) found.set(target.tree, target);
  const [target] = found.values();
  if (target && found.size === 1) return ok(target);
  return fail([notNamed({ app, stage, name }, [...found.keys()], commits.length)]);
}

/** Every release of the app in the stage's environment, newest first, then what the stage has held besides. */
function known(world: PlanWorld, app: string, stage: Stage): readonly Target[] {
  const { history } = world;
  const path = entryPath(stage.name, app);
  const held = spansOf(history, path).flatMap(({ tree, oldest }) => {
    const commit = history.commits[oldest];
    return tree === undefined || !commit ? [] : [{ tree, source: path, commit, release: undefined }];
  });
  return [...releasesOf(history, app, stage).map((release) => targetOf(app, stage, release)), ...held];
}

/** The target that is `tree`, of those that are known. */
export function targetOfTree(world: PlanWorld, app: string, stage: Stage, tree: string): Target | undefined {
  return known(world, app, stage).find((target) => target.tree === tree);
}

/** The `halves` of a movement to `tree`: there where it is no release itself, but two halves. */
export function pairIn(world: PlanWorld, app: string, stage: Stage, tree: string): { readonly halves?: Pair } {
  const found = identify(world, app, stage, tree);
  return found.is === 'pair' ? { halves: { config: found.config.commit, images: found.images.commit } } : {};
}

function targetOf(app: string, stage: Stage, release: Release): Target {
  return { tree: release.tree, source: renderedPath(app, stage), commit: release.commit, release };
}

function isNamed(sha: string, name: string): boolean {
  return sha === name || (name.length >= fewest && sha.startsWith(name));
}

interface Asked {
  readonly app: string;
  readonly stage: Stage;
  readonly name: string;
}

function notNamed({ app, stage, name }: Asked, trees: readonly string[], commits: number): Diagnostic {
  const wanted = `no release of ${app} that ${stage.name} could run`;
  if (trees.length > 1) {
    const message = `${name} could be ${trees.length} releases of ${app}: the trees ${list(trees.map(short))}`;
    return error('FW4001', message, 'give more digits, or name one of the trees', undefined);
  }
  if (commits > 0) {
    const message = `${name} is ${wanted}: there it is not rendered for ${stage.environment}`;
    return error('FW4001', message, `git log --first-parent -- ${renderedPath(app, stage)}`, undefined);
  }
  const few = name.length < fewest ? `give at least ${fewest} digits; ` : '';
  const hint = `${few}a commit of the first-parent history (git log --first-parent -- ${renderedPath(app, stage)}), a tree of it, or one that ${stage.name} has held`;
  return error('FW4001', `${name} is ${wanted}`, hint, undefined);
}

/**
 * What a stage held before it first got what it runs (`present`); what lies between is what it went back from already, so that
 * two rollbacks in a row never come to where they began. What `hold` keeps out is passed over, and markers are. `undefined`: nothing.
 */
export function before(
  world: PlanWorld,
  app: string,
  stage: Stage,
  present: string,
  hold: Hold | undefined,
): Target | undefined {
  const spans = spansOf(world.history, entryPath(stage.name, app));
  const last = spans.findLastIndex(({ tree }) => tree === present);
  const uncommitted = holdingOf(world, stage.name, app)?.commit === undefined;
  if (last < 0 && !uncommitted) return undefined;
  for (const { tree } of spans.slice(last + 1))
    if (tree !== undefined && tree !== present && !isKeptOut(world, tree, hold) && !isMarker(world, app, tree))
      return targetOfTree(world, app, stage, tree);
  return undefined;
}

/** Whether a hold names a half of that tree. */
function isKeptOut(world: PlanWorld, tree: string, hold: Hold | undefined): boolean {
  const halves = hold?.not && halvesOf(world, tree);
  return halves !== undefined && (halves.config === hold?.not?.config || halves.images === hold?.not?.images);
}

/** The halves of `tree` that differ from those of `other`, all of them where `other` is nothing; `undefined`: `tree` has none. */
export function differingHalves(
  world: PlanWorld,
  tree: string,
  other: string | undefined,
): Partial<Halves> | undefined {
  const halves = halvesOf(world, tree);
  const others = other === undefined ? undefined : halvesOf(world, other);
  if (!halves) return undefined;
  return {
    ...(halves.config !== others?.config && { config: halves.config }),
    ...(halves.images !== others?.images && { images: halves.images }),
  };
}

/** Whether a release is newer than what the stage holds: what could come by promotion alone. */
export function isNewer(world: PlanWorld, app: string, stage: Stage, { tree, release }: Target): boolean {
  return release !== undefined && questionsOf(world, app, stage, byDefault).some((one) => one.release.tree === tree);
}

/** Whether the stage's history has held that tree of an app. */
export function hasHeld(world: PlanWorld, app: string, stage: Stage, tree: string): boolean {
  return timelineOf(world.history, entryPath(stage.name, app)).byTree.has(tree);
}
