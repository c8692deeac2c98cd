import { type Diagnostic, error } from '@fleetwright/diagnostics';
import type { Clusters, Release as ReleaseFile, StageCluster } from '@fleetwright/model/engine';
import { isFor, knownTo } from './clusters.ts';
import type { Commit } from './history.ts';
import { holdChange, holdOf } from './holds.ts';
import type { HoldChange, Movement, Moves, Pin } from './movement.ts';
import { entryPath, FLEET, holdPath, parseEntry } from './paths.ts';
import { entriesOf, holdingOf, type PlanWorld, type Stage } from './world.ts';

/**
 * What must come along when movements take an app off clusters that stay (by its placement, or by their labels): "a pin to the
 * marker in the same commit", so that the app is pruned there, and not orphaned. Clusters that are gone, that move to another stage, or
 * where the app is pinned are left alone. Add both to the plan.
 */
export function leaving(world: PlanWorld, stage: Stage, movements: readonly Movement[]): Moves {
  const own = movements.filter((movement) => movement.stage === stage.name);
  const fleet = own.find(({ entry }) => entry === FLEET);
  const before = knownTo(world, stage.name);
  const after = fleet?.to === undefined ? before : world.contents.clusters(fleet.to);
  if (!before || !after) return { movements: [], holds: [] };
  const entries = entriesOf(world, stage.name);
  const pinned = new Set([...entries, ...own.map(({ entry }) => entry)]);
  const apps = (fleet ? entries : own.map(({ entry }) => entry)).filter((entry) => isApp(entry));
  const pins = apps.flatMap((app) => {
    const change = changeOf(world, stage, app, own);
    if (!change) return [];
    const { old, next, commit } = change;
    const clusters = clustersLeft({ old, next, before, after }).filter((name) => !pinned.has(`${app}@${name}`));
    return clusters.map((cluster) => markerPin(world, { stage, app, cluster, release: old, commit }));
  });
  return { movements: pins.map(({ movement }) => movement), holds: pins.map(({ hold }) => hold) };
}

function isApp(entry: string): boolean {
  return entry !== FLEET && parseEntry(entry).cluster === undefined;
}

interface ReleaseChange {
  readonly old: ReleaseFile;
  readonly next: ReleaseFile;
  readonly commit: Commit;
}

/** What the stage held and will hold of an app; `undefined`: it comes or goes as a whole. */
function changeOf(
  world: PlanWorld,
  stage: Stage,
  app: string,
  movements: readonly Movement[],
): ReleaseChange | undefined {
  const moving = movements.find(({ entry }) => entry === app);
  const held = holdingOf(world, stage.name, app)?.tree;
  const to = moving ? moving.to : held;
  const old = held === undefined ? undefined : world.contents.release(app, held);
  const next = to === undefined ? undefined : world.contents.release(app, to);
  const commit = commitOf(moving ?? movements.find(({ entry }) => entry === FLEET));
  return old && next && commit && { old, next, commit };
}

interface Left {
  readonly old: ReleaseFile;
  readonly next: ReleaseFile;
  readonly before: Clusters;
  readonly after: Clusters;
}

/** In code-unit order. */
function clustersLeft({ old, next, before, after }: Left): readonly string[] {
  return Object.keys(before.clusters)
    .sort()
    .filter((name) => {
      const [was, is] = [before.clusters[name], after.clusters[name]];
      return was && is && isLeft(old, was, next, is);
    });
}

/** On a cluster that is gone, or joins again, nothing could be pruned. */
function isLeft(old: ReleaseFile, was: StageCluster, next: ReleaseFile, is: StageCluster): boolean {
  if (is.state === 'gone' || is.state === 'joining') return false;
  return isFor(old, was) && !isFor(next, is);
}

/** Where a marker pin belongs, and what it follows. */
export interface MarkerPin {
  readonly stage: Stage;
  readonly app: string;
  readonly cluster: string;
  /** What the cluster ran. */
  readonly release: ReleaseFile;
  readonly commit: Commit;
}

/** A pin to a marker, and its hold file. */
export interface MarkedPin {
  readonly movement: Pin;
  readonly hold: HoldChange;
}

/** The pin of one cluster to the marker of what it ran, and its hold file. */
export function markerPin(world: PlanWorld, { stage, app, cluster, release, commit }: MarkerPin): MarkedPin {
  const entry = `${app}@${cluster}`;
  const reason = `${app} leaves ${cluster}: when what it had there is pruned, end this with fleetwright unhold ${app} --cluster ${cluster}`;
  const path = entryPath(stage.name, entry);
  const movement: Pin = {
    movement: 'pin',
    app,
    stage: stage.name,
    entry,
    from: holdingOf(world, stage.name, entry)?.tree,
    // Without placement and labels, which the cluster may have no value for any more.
    to: world.contents.marker({ ...release, placement: [], labels: {} }),
    path,
    source: path,
    commit,
    cluster,
    marker: true,
    reason,
  };
  const hold = holdOf({ reason, author: world.author ?? 'fleetwright' });
  return { movement, hold: holdChange(world, holdPath({ stage: stage.name, entry }), hold) };
}

/** Whether a tree is the marker of an app that is retired, or that leaves a cluster: the one that its own release.yaml gives. */
export function isMarker(world: PlanWorld, app: string, tree: string): boolean {
  const release = world.contents.release(app, tree);
  return release !== undefined && release.app === app && world.contents.marker(release) === tree;
}

/** FW4010 for a marker that is to go before it can have done anything: `where` as in `in prod-eu`, `on eu-3`; `file` is the entry. */
export function notPruned(app: string, where: string, file: string): Diagnostic {
  const message = `the marker of ${app} ${where} is not committed, so nothing of it is pruned yet`;
  return error('FW4010', message, 'commit it, and see that only the marker is left on the clusters', { file });
}

function commitOf(movement: Movement | undefined): Commit | undefined {
  return movement && 'commit' in movement ? movement.commit : undefined;
}
