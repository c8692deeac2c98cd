import type { AppContext, Kind } from '../app/context.ts';
import { appLabels, namespaceOf, readByJob } from '../app/processes.ts';

/** One per app, named after it, without a token in its pods. */
export const serviceAccount: Kind<'ServiceAccount', AppContext> = {
  kind: 'ServiceAccount',
  emit: (context) => {
    const { definition } = context;
    return [
      {
        draft: {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: {
            name: definition.name,
            namespace: namespaceOf(context),
            labels: appLabels(definition.name),
            annotations: readByJob(context),
          },
          automountServiceAccountToken: false,
        },
        origin: definition.origin,
      },
    ];
  },
};
