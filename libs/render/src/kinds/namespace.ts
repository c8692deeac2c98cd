import type { Kind, PlatformContext } from '../app/context.ts';
import { namespacesOf, platformLabels, readsMesh } from '../app/namespaces.ts';

/**
 * `namespaces` of a platform app, with their Pod Security Standard and the mark of the cluster's mesh. Deleting one takes
 * everything in it along: Argo CD never prunes one, and asks a person before it deletes one with its Application. It could ask before it prunes, too,
 * but while it waits for the answer it syncs no later commit of the Application (seen with 3.2.11).
 */
export const namespace: Kind<'Namespace', PlatformContext> = {
  kind: 'Namespace',
  reads: readsMesh,
  emit: (context) =>
    namespacesOf(context).map(({ name, settings, origin, mesh }) => {
      const standard = settings.podSecurity ?? 'restricted';
      return {
        draft: {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name,
            annotations: {
              'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
              'argocd.argoproj.io/sync-options': 'Delete=confirm,Prune=false',
              ...(mesh === 'linkerd' && { 'linkerd.io/inject': 'enabled' }),
            },
            labels: {
              ...settings.labels,
              ...platformLabels(context),
              ...(mesh === 'istio' && { 'istio-injection': 'enabled' }),
              'pod-security.kubernetes.io/audit': standard,
              'pod-security.kubernetes.io/enforce': standard,
              'pod-security.kubernetes.io/warn': standard,
            },
          },
        },
        origin,
      };
    }),
};
