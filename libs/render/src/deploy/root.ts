import type { Hub } from './hub.ts';

/* Dots, so that no team and no Application of an app can have these names. */
const project = 'fleetwright.root';

/**
 * What a person applies once to a new hub: the Application that syncs the hub's folder from then on, and the project that lets it
 * write AppProjects, ApplicationSets and registrations in Argo CD's own namespace, and nothing else.
 */
export function rootOf({ name, settings }: Hub): readonly object[] {
  const inCluster = { server: 'https://kubernetes.default.svc', namespace: settings.namespace };
  return [
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: project, namespace: settings.namespace },
      spec: {
        description: `What the hub ${name} itself consists of`,
        sourceRepos: [settings.repository.url],
        destinations: [inCluster],
        namespaceResourceWhitelist: [
          { group: '', kind: 'Secret' },
          { group: 'argoproj.io', kind: 'AppProject' },
          { group: 'argoproj.io', kind: 'ApplicationSet' },
        ],
        clusterResourceWhitelist: [],
      },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: project,
        namespace: settings.namespace,
        annotations: { 'argocd.argoproj.io/manifest-generate-paths': '.' },
      },
      spec: {
        project,
        source: {
          repoURL: settings.repository.url,
          targetRevision: settings.repository.revision,
          path: `clusters/hubs/${name}`,
        },
        destination: inCluster,
        syncPolicy: {
          automated: { prune: true, selfHeal: true, allowEmpty: false },
          // Server-side: an ApplicationSet is larger than the annotation of a client-side apply may be. Background: an
          // ApplicationSet that is deleted in the foreground would take its Applications along.
          syncOptions: ['PrunePropagationPolicy=background', 'ServerSideApply=true'],
          retry: { limit: 5, refresh: true, backoff: { duration: '5s', factor: 2, maxDuration: '3m' } },
        },
      },
    },
  ];
}
