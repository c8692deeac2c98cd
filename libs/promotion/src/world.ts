import type { Clusters, Hold, Policy, Release as ReleaseFile } from '@fleetwright/model/engine';
import { cache } from './cache.ts';
import { type History, spansOf, treeAt } from './history.ts';
import { entryPath, FLEET, parsePath } from './paths.ts';

/** A stage as policy.yaml has it: environment, what it follows, soak in seconds. */
export type Stage = Policy['stages'][number];

/** How the work tree differs from HEAD, as far as promotion must know. All empty: clean and reproduced. */
export interface WorkTree {
  /** Directories of rendered files that f does not reproduce from the definitions: `apps/web/rendered/prod`. */
  readonly unreproduced: ReadonlySet<string>;
  /** Directories of rendered files with changes that are not committed. */
  readonly uncommitted: ReadonlySet<string>;
  /** Trees of the entries of stages that differ from HEAD: `clusters/stages/dev/web` → tree sha, `undefined` when gone. */
  readonly entries: ReadonlyMap<string, string | undefined>;
}

/** All that a decision about a promotion rests on. */
export interface World {
  readonly history: History;
  /** In topological order. */
  readonly stages: readonly Stage[];
  /** What soaks are counted to: seconds since 1970. */
  readonly now: number;
  /**
   * Whether an active cluster of the stage runs the app; for `fleet`: whether the stage has an active cluster. "Unknown
   * is never open": it counts as running, so that the full soak applies.
   */
  readonly runs: (stage: string, app: string) => boolean | 'unknown';
  readonly workTree: WorkTree;
  /** Holds and freezes of the work tree, by `holdPath`. */
  readonly holds: ReadonlyMap<string, Hold>;
  /** Who makes a plan, for the hold files that come with it unasked: `Ada Lovelace <ada@example.com>`. Absent: `fleetwright`. */
  readonly author?: string | undefined;
}

/** The two halves of a release, as git trees. */
export interface Halves {
  readonly config: string;
  readonly images: string;
}

/** One of them: `promote --only` moves it alone. */
export type Half = keyof Halves;

/** The port to what is inside trees; `undefined`: the tree has no such file, or not one that can be understood. */
export interface Contents {
  /** `config/release.yaml` in a tree of an app. */
  readonly release: (app: string, tree: string) => ReleaseFile | undefined;
  /** `clusters.yaml` in a tree of `fleet`. */
  readonly clusters: (tree: string) => Clusters | undefined;
  /** The trees of `config` and `images` in a tree of an app; `undefined` for `fleet`, and for what is no release. */
  readonly halves: (tree: string) => Halves | undefined;
  /** The tree that has these two halves and nothing else; what applies a plan can read it. */
  readonly join: (halves: Halves) => string;
  /**
   * The tree of the marker of a release: what is left of an app where it is retired, one ConfigMap. The marker of a marker is
   * that marker itself. What applies a plan can read it.
   */
  readonly marker: (release: ReleaseFile) => string;
  /**
   * Objects of a release that take data along when they are pruned, as `<Kind>/<name>` in code-unit order:
   * `PersistentVolumeClaim/db`, `StatefulSet/db` (one with claims), `CustomResourceDefinition/…`, `Namespace/…`; none that
   * Argo CD never prunes.
   */
  readonly withData: (tree: string) => readonly string[];
}

/** A world in which movements can be planned, because trees can be looked into. */
export interface PlanWorld extends World {
  readonly contents: Contents;
}

/** What a stage holds of an app. */
export interface Holding {
  readonly tree: string;
  /** Index of the commit that brought it; `undefined` while it is in the work tree only. */
  readonly commit: number | undefined;
}

/** What `stage` holds of `entry` now, in the work tree where that differs from HEAD. */
export function holdingOf(world: World, stage: string, entry: string): Holding | undefined {
  const path = entryPath(stage, entry);
  if (world.workTree.entries.has(path)) {
    const tree = world.workTree.entries.get(path);
    return tree === undefined ? undefined : { tree, commit: undefined };
  }
  const [last] = spansOf(world.history, path);
  return last?.tree === undefined ? undefined : { tree: last.tree, commit: last.oldest };
}

const entries = cache<ReadonlyMap<string, readonly string[]>>();

/** Entries of a stage (apps, `fleet`, pins) in code-unit order, as the work tree has them. Worked out once for a world. */
export function entriesOf(world: World, stage: string): readonly string[] {
  return entries(world, '', () => entriesByStage(world)).get(stage) ?? [];
}

function entriesByStage(world: World): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const path of [...world.history.changes.keys(), ...world.workTree.entries.keys()]) {
    const place = parsePath(path);
    if (place?.place !== 'entry' || !holdingOf(world, place.stage, place.entry)) continue;
    found.set(place.stage, (found.get(place.stage) ?? new Set()).add(place.entry));
  }
  return new Map([...found].map(([stage, names]) => [stage, [...names].sort()]));
}

/**
 * The names that can be promoted: `fleet`, then every app that HEAD renders, a stage runs, or the work tree is about
 * to render, in code-unit order.
 */
export function appsOf(world: World): readonly string[] {
  const found = new Set<string>();
  const { history, workTree } = world;
  const rendered = [...history.changes.keys()].filter((path) => treeAt(history, path, 0) !== undefined);
  for (const path of [...rendered, ...workTree.entries.keys(), ...workTree.uncommitted, ...workTree.unreproduced]) {
    const place = parsePath(path);
    if (place?.place === 'rendered') found.add(place.app);
    if (place?.place === 'entry' && !place.entry.includes('@')) found.add(place.entry);
  }
  found.delete(FLEET);
  return [FLEET, ...[...found].sort()];
}

/** The stage of that name. */
export function stageNamed(world: Pick<World, 'stages'>, name: string): Stage | undefined {
  return world.stages.find((stage) => stage.name === name);
}
