import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kube, type KubeObject } from '../kube.ts';
import { programsOf } from './connect.ts';
import { type ClusterState, readState } from './state.ts';

const ofHubs = ['Application', 'ApplicationSet', 'AppProject'].map((kind) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind,
}));

const ofSpokes = [
  ...['Namespace', 'Node', 'Pod', 'Service', 'ConfigMap', 'PersistentVolumeClaim'].map((kind) => ({
    apiVersion: 'v1',
    kind,
  })),
  ...['Deployment', 'ReplicaSet', 'StatefulSet'].map((kind) => ({ apiVersion: 'apps/v1', kind })),
  { apiVersion: 'batch/v1', kind: 'Job' },
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
  { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' },
  ...['Rollout', 'AnalysisRun'].map((kind) => ({ apiVersion: 'argoproj.io/v1alpha1', kind })),
];

/**
 * Writes down all that is needed to see what went wrong in a fleet: its programs, which run and which ended how, their logs, the objects that matter of every cluster, and
 * their events. What cannot be had is said in its place.
 * @param folder the fleet's
 * @param into where to; a path, made when it is not there
 */
export async function collect(folder: string, into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  for (const name of ['logs', 'holder.log', 'state.json']) {
    if (existsSync(join(folder, name))) cpSync(join(folder, name), join(into, name), { recursive: true });
  }
  const state = readState(folder);
  if (!state) return;
  const programs = await programsOf(state).catch((error: unknown) => String(error));
  writeFileSync(join(into, 'programs.json'), `${JSON.stringify(programs, undefined, 1)}\n`);
  await Promise.all([
    ...state.hubs.map((hub) => write(hub, ofHubs, into)),
    ...state.spokes.map((spoke) => write(spoke, ofSpokes, into)),
  ]);
}

async function write(cluster: ClusterState, kinds: typeof ofHubs, into: string): Promise<void> {
  const kube = new Kube(cluster);
  const own = join(into, cluster.name);
  mkdirSync(own, { recursive: true });
  try {
    for (const kind of [...kinds, { apiVersion: 'v1', kind: 'Event' }]) {
      const found = await kube.list(kind).catch((error: unknown) => String(error));
      const text = typeof found === 'string' ? found : JSON.stringify(found.map(withoutManagers), undefined, 1);
      writeFileSync(join(own, `${kind.kind}.json`), `${text}\n`);
    }
  } finally {
    await kube.close();
  }
}

/** Who set which field is long and hides the rest. */
function withoutManagers(object: KubeObject): object {
  return { ...object, metadata: { ...object.metadata, managedFields: undefined } };
}
