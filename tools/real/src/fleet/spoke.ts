import type { Kube, KubeObject } from '../kube.ts';

/** How many volumes a spoke has: more than the claims that any of the fleet's clusters makes. */
const volumes = 12;

/** Makes a new cluster one that pods can run on: nodes for kwok to manage, a default storage class, and volumes for claims to be bound to. */
export async function prepareSpoke(kube: Kube): Promise<void> {
  const objects = [node(0), node(1), storageClass, ...Array.from({ length: volumes }, (_, index) => volume(index))];
  await Promise.all(objects.map((object) => kube.apply(object)));
}

/** Each node is a zone of its own: apps may ask to be spread over zones, and a node without one never gets their pods. */
function node(index: number): KubeObject {
  const name = `node-${index}`;
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'topology.kubernetes.io/region': 'region',
    'topology.kubernetes.io/zone': `zone-${index}`,
  };
  // The addresses of its pods come from here.
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: { podCIDR: `10.244.${index}.0/24` } };
}

/** Claims without a class get it; nothing makes volumes for it. */
const storageClass: KubeObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'kubernetes.io/no-provisioner',
  volumeBindingMode: 'Immediate',
};

function volume(index: number): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `volume-${index}` },
    spec: {
      storageClassName: storageClass.metadata.name,
      capacity: { storage: '1Ti' },
      accessModes: ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany'],
      persistentVolumeReclaimPolicy: 'Retain',
      // A volume must have a place; nothing is ever mounted.
      hostPath: { path: `/volumes/${index}` },
    },
  };
}
