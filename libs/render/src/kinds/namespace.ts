import type { Kind, PlatformContext } from '../app/context.ts';
import { namespacesOf, platformLabels, readsMesh } from '../app/namespaces.ts';

/**
 * `namespaces` of a platform app, with their Pod Security Standard and the mark of the cluster's mesh. Deleting one takes
 * everything in it along, so Argo CD asks a person first.
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
              'argocd.argoproj.io/sync-options': 'Delete=confirm,Prune=confirm',
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
