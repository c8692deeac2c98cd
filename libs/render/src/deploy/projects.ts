import { format1 } from './formats/1.ts';
import type { Hub, HubApp } from './hub.ts';

/**
 * The AppProjects of a hub by name: one for each team with apps on it, without any wildcard. What it allows is a union over
 * all the releases that the hub's stages hold: their namespaces on each of the hub's clusters, the kinds that their format can say.
 */
export function projectsOf(hub: Hub): ReadonlyMap<string, object> {
  const teams = Map.groupBy(hub.apps, ({ team }) => team);
  return new Map([...teams].map(([team, apps]) => [team, projectOf(hub, team, apps)]));
}

function projectOf(hub: Hub, team: string, apps: readonly HubApp[]): object {
  const releases = apps.flatMap(({ entries }) => entries.map(({ release }) => release));
  const namespaces = [...new Set(releases.flatMap((release) => [release.namespace, ...release.namespaces]))].toSorted();
  const platform = releases.some((release) => release.platform);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name: team,
      namespace: hub.settings.namespace,
      labels: { 'fleetwright.dev/team': team },
      // Argo CD would apply it among the ApplicationSets, by name. A set whose project is not there yet fails, and looks again in three minutes.
      ...(hub.format >= 2 ? { annotations: { 'argocd.argoproj.io/sync-wave': '-1' } } : {}),
    },
    spec: {
      description: `Applications of the team ${team}`,
      sourceRepos: [hub.settings.repository.url],
      destinations: [...hub.clusters.keys()].map((name) => ({ name, namespace: oneOf(namespaces) })),
      // The union over formats, once there is a second one.
      namespaceResourceWhitelist: format1.namespaced,
      clusterResourceWhitelist: platform ? format1.clusterWide : [],
    },
  };
}

/**
 * A glob for exactly these names: Argo CD matches destinations with gobwas/glob, which knows `{a,b}`. One entry a cluster, because
 * all of them are tried for every object of every sync: for 300 clusters and 20 namespaces it is 300 entries instead of 6,000.
 */
function oneOf(names: readonly string[]): string {
  return names.length === 1 ? `${names[0]}` : `{${names.join(',')}}`;
}
