import { bucketOf } from './bucket.ts';
import type { Hub, HubApp } from './hub.ts';
import type { Placed } from './place.ts';
import { readsOf } from './reads.ts';

/**
 * The ApplicationSets of a hub by name, `<app>.<bucket>`; each has the Applications `<app>.<cluster>` of the clusters in its bucket.
 * A bucket without one has no ApplicationSet.
 */
export function applicationSetsOf(hub: Hub): ReadonlyMap<string, object> {
  const found = new Map<string, object>();
  for (const app of hub.apps) {
    const buckets = Map.groupBy(app.placed, ({ cluster }) => bucketOf(cluster, hub.settings.buckets));
    for (const [bucket, placed] of buckets) {
      const name = `${app.app}.${bucket}`;
      found.set(name, applicationSet(name, hub, app, placed));
    }
  }
  return found;
}

function applicationSet(name: string, hub: Hub, { app, team }: HubApp, placed: readonly Placed[]): object {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: {
      name,
      namespace: hub.settings.namespace,
      labels: { 'fleetwright.dev/app': app, 'fleetwright.dev/team': team },
      // With applicationsSync below: deleting the ApplicationSet leaves its Applications; without it they would be collected.
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{ list: { elements: placed.map(element) } }],
      // Applications are never deleted by a missing element, and deleting one leaves what it deployed.
      syncPolicy: { applicationsSync: 'create-update', preserveResourcesOnDeletion: true },
      // A person who pauses one Application (argocd app set --sync-policy none) is not overruled.
      ignoreApplicationDifferences: [{ jsonPointers: ['/spec/syncPolicy/automated'] }],
      template: template(hub, app, team),
    },
  };
}

function element(placed: Placed): object {
  const reads = readsOf(placed).map((folder) => `/clusters/${folder}`);
  return {
    cluster: placed.cluster,
    namespace: placed.from.release.namespace,
    stage: placed.stage,
    reads: reads.join(';'),
  };
}

/** Only plain values are filled in: an error in a template with logic would stop every Application of the set. */
function template(hub: Hub, app: string, team: string): object {
  return {
    metadata: {
      name: `${app}.{{.cluster}}`,
      labels: {
        'fleetwright.dev/app': app,
        'fleetwright.dev/cluster': '{{.cluster}}',
        'fleetwright.dev/stage': '{{.stage}}',
        'fleetwright.dev/team': team,
      },
      annotations: { 'argocd.argoproj.io/manifest-generate-paths': '{{.reads}}' },
    },
    spec: {
      project: team,
      source: {
        repoURL: hub.settings.repository.url,
        targetRevision: hub.settings.repository.revision,
        path: `clusters/overlays/{{.cluster}}/${app}`,
      },
      destination: { name: '{{.cluster}}', namespace: '{{.namespace}}' },
      syncPolicy: { ...syncPolicy, retry: retryOf(hub.format) },
      ignoreDifferences,
    },
  };
}

/*
 * No PruneLast: it waits until everything is healthy, so that a rollback behind a broken rollout never starts.
 * CreateNamespace: namespaces belong to platform apps, and their project alone permits creating one. In the others Argo CD refuses
 * (a namespace without its Pod Security labels must not come to be) and tries again, until the platform app has made it.
 */
const syncPolicy = {
  automated: { prune: true, selfHeal: true, allowEmpty: false },
  syncOptions: [
    'CreateNamespace=true',
    'PrunePropagationPolicy=foreground',
    'RespectIgnoreDifferences=true',
    'ServerSideApply=true',
  ],
};

/**
 * A retry takes the newest commit, not the one that failed (`refresh`). After the last one only a person or a commit begins again, though what was
 * missing may have come meanwhile (seen with 3.2.11): so there is no last one since format 2.
 */
function retryOf(format: number): object {
  return format >= 2
    ? { limit: -1, refresh: true, backoff: { duration: '5s', factor: 2, maxDuration: '1m' } }
    : { limit: 5, refresh: true, backoff: { duration: '5s', factor: 2, maxDuration: '3m' } };
}

/* What Argo Rollouts changes while a canary runs; setting it back would send all traffic to one side. */
const ignoreDifferences = [
  { group: '', kind: 'Service', jsonPointers: ['/spec/selector/rollouts-pod-template-hash'] },
  { group: 'networking.istio.io', kind: 'VirtualService', jqPathExpressions: ['.spec.http[].route[].weight'] },
];
