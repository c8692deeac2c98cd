import type { ExternalSecret } from '@fleetwright/schemas';
import type { AppContext, Kind } from '../app/context.ts';
import type { Draft } from '../app/draft.ts';
import { appLabels, entries, namespaceOf, readByJob, secretsName } from '../app/processes.ts';

/**
 * `secrets`: one ExternalSecret, which fills the Secret that every process reads. Nobody here ever knows a value, so unlike
 * `config` a new one does not roll pods: they see it when they start next. What the operator would fill in is written out,
 * since Argo CD would see it as a difference.
 */
export const externalSecret: Kind<'ExternalSecret', AppContext> = {
  kind: 'ExternalSecret',
  emit: (context) => {
    const { definition, fleet, settings } = context;
    const secrets = entries(settings.secrets);
    if (secrets.length === 0) return [];
    const name = secretsName(definition.name);
    const draft: Draft<ExternalSecret> = {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: {
        name,
        namespace: namespaceOf(context),
        labels: appLabels(definition.name),
        annotations: readByJob(context),
      },
      spec: {
        data: secrets.map(([secretKey, { from, key }]) => ({
          secretKey,
          remoteRef: {
            key: from,
            property: key,
            conversionStrategy: 'Default',
            decodingStrategy: 'None',
            metadataPolicy: 'None',
          },
        })),
        refreshInterval: '1h',
        secretStoreRef: { kind: fleet.secretStore.kind, name: fleet.secretStore.name },
        target: { creationPolicy: 'Owner', deletionPolicy: 'Retain', name },
      },
    };
    return [{ draft, origin: definition.origin }];
  },
};
