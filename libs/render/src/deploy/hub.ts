import type { StageHub } from '@fleetwright/model/engine';
import { sortedEntries } from './names.ts';
import type { Placed } from './place.ts';
import { type Entry, inTopologicalOrder, type Stage } from './stage.ts';

/** An app on a hub. */
export interface HubApp {
  readonly app: string;
  /** Its project's team: of the last of the hub's stages that hold it. */
  readonly team: string;
  /** Every release of it that the hub's clusters can run, pins included. */
  readonly entries: readonly Entry[];
  /** By cluster, in code-unit order. */
  readonly placed: readonly Placed[];
}

/** A hub and all that its Argo CD manages. */
export interface Hub {
  readonly name: string;
  readonly settings: StageHub;
  /** The format of the last of its stages. */
  readonly format: number;
  /** URL of the API server by cluster, those that are gone left out; in code-unit order. */
  readonly clusters: ReadonlyMap<string, string>;
  /** In code-unit order of their names. */
  readonly apps: readonly HubApp[];
}

/** The hubs that the stages know, in code-unit order. What must be single in a hub follows the last of its stages. */
export function hubsOf(stages: readonly Stage[], placed: readonly Placed[]): readonly Hub[] {
  const ordered = inTopologicalOrder(stages);
  const hubOf = new Map<string, string>();
  for (const { fleet } of ordered) {
    // Where one stage has it as gone and another not, it lives in the other.
    for (const [cluster, { hub, state }] of Object.entries(fleet.clusters))
      if (state !== 'gone' || !hubOf.has(cluster)) hubOf.set(cluster, hub);
  }
  const placedOn = Map.groupBy(placed, ({ cluster }) => hubOf.get(cluster) ?? '');
  const known = new Map(
    ordered.flatMap(({ fleet: { hubs, format } }) =>
      Object.entries(hubs).map(([name, settings]) => [name, { settings, format }] as const),
    ),
  );
  return sortedEntries(known).map(([name, { settings, format }]) => ({
    name,
    settings,
    format,
    clusters: clustersOn(name, ordered),
    apps: appsOn(name, ordered, hubOf, placedOn.get(name) ?? []),
  }));
}

function clustersOn(hub: string, stages: readonly Stage[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { fleet } of stages) {
    for (const [name, cluster] of Object.entries(fleet.clusters)) {
      if (cluster.hub === hub && cluster.state !== 'gone') found.set(name, cluster.server);
    }
  }
  return new Map(sortedEntries(found));
}

function appsOn(
  hub: string,
  stages: readonly Stage[],
  hubOf: ReadonlyMap<string, string>,
  placed: readonly Placed[],
): readonly HubApp[] {
  const entries = new Map<string, Entry[]>();
  for (const stage of stages) {
    if (!stage.fleet.hubs[hub]) continue;
    // Pins first, so that the last entry is what the last stage itself holds.
    const own = [...stage.entries.values()].toSorted(
      (a, b) => Number(a.cluster === undefined) - Number(b.cluster === undefined),
    );
    for (const entry of own) {
      if (entry.cluster !== undefined && hubOf.get(entry.cluster) !== hub) continue;
      const known = entries.get(entry.app);
      if (known) known.push(entry);
      else entries.set(entry.app, [entry]);
    }
  }
  const byApp = Map.groupBy(placed, ({ app }) => app);
  return sortedEntries(entries).map(([app, list]) => ({
    app,
    team: list.at(-1)?.release.team ?? '',
    entries: list,
    placed: byApp.get(app) ?? [],
  }));
}
