import type { Kind, PlatformContext } from '../app/context.ts';
import { namespacesOf, platformLabels } from '../app/namespaces.ts';

/** `quota` of a namespace. */
export const resourceQuota: Kind<'ResourceQuota', PlatformContext> = {
  kind: 'ResourceQuota',
  emit: (context) =>
    namespacesOf(context).flatMap(({ name, settings, origin }) => {
      if (!settings.quota) return [];
      return [
        {
          draft: {
            apiVersion: 'v1',
            kind: 'ResourceQuota',
            metadata: { name: 'quota', namespace: name, labels: platformLabels(context) },
            spec: { hard: settings.quota },
          },
          origin,
        },
      ];
    }),
};
