import { error, fail, ok, type Result } from '@fleetwright/diagnostics';
import type {
  Cluster,
  Clusters,
  FleetModel,
  Hub,
  InventoryModel,
  Policy,
  Stage,
  StageHub,
} from '@fleetwright/model/engine';
import type { FileTree } from 'kustomize-ts';
import { formatYaml } from 'kustomize-ts/yaml';
import { sortedEntries } from '../deploy/names.ts';
import { fleetFormat } from '../format.ts';
import { generatedFrom } from '../header.ts';

/**
 * What the stages would know of the fleet, and the policy of promotions: `policy.yaml` and `<stage>/clusters.yaml`, with paths from
 * `clusters/rendered`. A cluster stays listed, as `gone`, until the inventory no longer has it: leaving any other way
 * is an error when the stage's copy changes. FW1040 for a stage without a cluster.
 */
export function renderFleet(fleet: FleetModel, inventory: InventoryModel): Result<FileTree> {
  const files = new Map([['policy.yaml', `${generatedFrom(fleet.file)}${formatYaml(policyOf(fleet))}`]]);
  const byStage = Map.groupBy(inventory.clusters.values(), ({ stage }) => stage);
  const empty = [...fleet.stages.keys()].filter((stage) => !byStage.has(stage));
  if (empty.length > 0) return fail(empty.map((stage) => noClusters(stage, inventory)));
  for (const stage of fleet.stages.values()) {
    const known = clustersOf(stage, fleet, byStage.get(stage.name) ?? []);
    files.set(`${stage.name}/clusters.yaml`, `${generatedFrom(inventory.file)}${formatYaml(known)}`);
  }
  return ok(files);
}

function noClusters(stage: string, { file }: InventoryModel) {
  return error('FW1040', `the stage ${stage} has no clusters`, `add one to ${file}, or take the stage away`, { file });
}

function clustersOf(stage: Stage, fleet: FleetModel, clusters: readonly Cluster[]): Clusters {
  const hubs = new Set(clusters.map(({ hub }) => hub));
  return {
    format: fleetFormat.current,
    stage: stage.name,
    environment: stage.environment,
    follows: [...ancestors(stage, fleet)].toSorted(),
    platform: fleet.platform,
    hubs: sorted([...fleet.hubs].filter(([name]) => hubs.has(name)).map(([name, hub]) => [name, hubOf(hub)])),
    clusters: sorted(clusters.map((cluster) => [cluster.name, clusterOf(cluster)])),
  };
}

/** Every stage before this one, directly or not. */
function ancestors(stage: Stage, fleet: FleetModel): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...stage.after];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(fleet.stages.get(name)?.after ?? []));
  }
  return found;
}

function hubOf({ buckets, namespace, repository }: Hub): StageHub {
  return { buckets, namespace, repository: { url: repository.url, revision: repository.revision } };
}

function clusterOf({ hub, server, kubernetes, state, labels, facts }: Cluster): Clusters['clusters'][string] {
  return {
    hub,
    server,
    kubernetes,
    state,
    labels: sorted(Object.entries(labels)),
    facts: sorted(Object.entries(facts)),
  };
}

function policyOf(fleet: FleetModel): Policy {
  return {
    environments: sorted([...fleet.environments].map(([name, { digests }]) => [name, { digests }])),
    stages: [...fleet.stages.values()].map(({ name, environment, after, soak }) => ({
      name,
      environment,
      after: after.toSorted(),
      soak,
    })),
    teams: sorted([...fleet.teams].map(([name, { owners }]) => [name, { owners }])),
    platform: fleet.platform,
  };
}

function sorted<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries(sortedEntries(entries));
}
