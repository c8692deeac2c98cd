import type { Hub } from './hub.ts';

/**
 * The registrations of a hub's clusters by name: Secrets that tell Argo CD a cluster's name and address, and no more. Whoever owns
 * the hub adds the key `config` (credentials), and `shard` where wanted, to the same Secret. That survives: the root Application applies
 * server-side and so owns only the keys that it sets. It has no ignoreDifferences for the rest, which
 * would make it owner of a copy, and could bring an old credential back.
 */
export function registrationsOf(hub: Hub): ReadonlyMap<string, object> {
  return new Map([...hub.clusters].map(([cluster, server]) => [cluster, registration(hub, cluster, server)]));
}

function registration(hub: Hub, cluster: string, server: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `cluster-${cluster}`,
      namespace: hub.settings.namespace,
      labels: { 'argocd.argoproj.io/secret-type': 'cluster', 'fleetwright.dev/cluster': cluster },
      annotations: {
        ...(hub.format >= 2 ? since2 : {}),
        // The credentials of a cluster are a person's to delete, once nothing of it is left.
        'argocd.argoproj.io/sync-options': 'Delete=false,Prune=false',
      },
    },
    type: 'Opaque',
    stringData: { name: cluster, server },
  };
}

const since2 = {
  // Until a person deletes one that is no longer listed, Argo CD would call the root OutOfSync, and sync it for nothing again and again.
  'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  // An Application that comes before its cluster is known is looked at again after minutes.
  'argocd.argoproj.io/sync-wave': '-1',
};
