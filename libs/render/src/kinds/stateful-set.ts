import type { EmbeddedPersistentVolumeClaim, StatefulSet } from '@fleetwright/schemas';
import { someOf } from '../app/container.ts';
import type { AppContext, Kind } from '../app/context.ts';
import type { Draft } from '../app/draft.ts';
import { podTemplate } from '../app/pod.ts';
import { entries, type ProcessOf, processesOf, selectorLabels, workloadLabels } from '../app/processes.ts';
import { replicasOf } from '../app/scale.ts';
import { volumeName } from '../app/volumes.ts';
import { serviceName } from './service.ts';

/** Processes of type `stateful`. Its claims carry no version label: they cannot change on a live set. */
export const statefulSet: Kind<'StatefulSet', AppContext> = {
  kind: 'StatefulSet',
  emit: (context) => processesOf(context, 'stateful').map((of) => statefulSetOf(context, of)),
};

function statefulSetOf(context: AppContext, of: ProcessOf<'stateful'>) {
  const storage = entries(of.settings.storage);
  const volumeMounts = storage.map(([path]) => ({ name: volumeName(path), mountPath: path }));
  const draft: Draft<StatefulSet> = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: of.name, namespace: of.namespace, labels: workloadLabels(of) },
    spec: {
      replicas: of.settings.replicas,
      selector: { matchLabels: selectorLabels(of) },
      serviceName: serviceName(of),
      template: podTemplate(context, of, { volumeMounts, spread: replicasOf(of.settings).most > 1 }),
      volumeClaimTemplates: someOf(
        storage.map(([path, { size, class: storageClass }]) => claim(path, size, storageClass)),
      ),
    },
  };
  return { draft, origin: of.origin };
}

type Storage = NonNullable<ProcessOf<'stateful'>['settings']['storage']>[string];

function claim(
  path: string,
  size: Storage['size'],
  storageClass: Storage['class'],
): Draft<EmbeddedPersistentVolumeClaim> {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: volumeName(path) },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: size } },
      storageClassName: storageClass,
    },
  };
}
