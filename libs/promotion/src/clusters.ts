import { type Clusters, placeOn, type Release as ReleaseFile, type StageCluster } from '@fleetwright/model/engine';
import { FLEET } from './paths.ts';
import { holdingOf, type PlanWorld, type Stage } from './world.ts';

/** What `stage` knows of its clusters; `undefined`: nothing yet, or nothing that this version understands. */
export function knownTo(world: PlanWorld, stage: string): Clusters | undefined {
  const tree = holdingOf(world, stage, FLEET)?.tree;
  return tree === undefined ? undefined : world.contents.clusters(tree);
}

/** The stages that hold a cluster which is not gone, in the order of stages: one, unless somebody edited them. */
export function stagesOfCluster(world: PlanWorld, cluster: string): readonly Stage[] {
  return world.stages.filter((stage) => {
    const known = knownTo(world, stage.name)?.clusters ?? {};
    return Object.hasOwn(known, cluster) && known[cluster]?.state !== 'gone';
  });
}

/** Whether a release is for a cluster as it is now: by its placement, or by a pin, which asks for none. */
export function isFor(release: ReleaseFile, cluster: StageCluster, how: 'placed' | 'pinned' = 'placed'): boolean {
  return placeOn(release, cluster, { pinned: how === 'pinned', joined: false }).is !== 'absent';
}

/** A stage's own copy of an app, and what it is to a cluster that is the stage's, or would be. */
export interface StageCopy {
  /** `undefined`: the stage holds nothing of the app. */
  readonly tree: string | undefined;
  /** `undefined`: nothing, or nothing that this version understands. */
  readonly release: ReleaseFile | undefined;
  /** Whether the cluster runs it, where it is not pinned. */
  readonly runs: boolean;
}

/** What a stage holds of an app for a cluster; `undefined`: one that nobody knows. */
export function copyFor(world: PlanWorld, stage: Stage, app: string, cluster: StageCluster | undefined): StageCopy {
  const tree = holdingOf(world, stage.name, app)?.tree;
  const release = tree === undefined ? undefined : world.contents.release(app, tree);
  return { tree, release, runs: release !== undefined && cluster !== undefined && isFor(release, cluster) };
}
