import { rmSync } from 'node:fs';
import { Kube } from '../kube.ts';
import {
  clusterFolder,
  type Ground,
  type Shared,
  startApiServer,
  startControllers,
  startScheduler,
} from './cluster.ts';
import { startKwok } from './kwok.ts';
import { prepareSpoke } from './spoke.ts';
import { type ClusterState, readState, type State } from './state.ts';

/**
 * Starts one more cluster beside those of a running fleet: as a spoke, but that it has no definitions of add-ons.
 * @throws Error where the fleet is not up yet, or has a cluster of that name, or the name is not one of a cluster
 */
export async function addSpoke(ground: Ground, name: string): Promise<ClusterState> {
  const shared: Shared = { ...ground, etcd: stateFor(ground, name).etcd };
  // Before any file of the one that runs is written over.
  if (ground.supervisor.list().some((program) => program.name.startsWith(`${name}/`)))
    throw new Error(`a cluster called ${name} was added already: remove it first`);
  const spoke = await startApiServer(shared, name);
  const kube = new Kube(spoke);
  try {
    await prepareSpoke(kube);
  } finally {
    await kube.close();
  }
  await Promise.all([
    startControllers(shared, spoke, 'spoke'),
    startScheduler(shared, spoke),
    startKwok(shared, spoke),
  ]);
  return spoke;
}

/**
 * Kills a cluster that was added, and deletes all that it held but its logs: the next of its name is a new one. Where there is none, there is nothing to do.
 * @returns the names of its programs
 * @throws Error where the fleet has that cluster from its start
 */
export async function removeSpoke(ground: Ground, name: string): Promise<readonly string[]> {
  const { etcd } = stateFor(ground, name);
  const removed = await ground.supervisor.remove(name);
  // https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/: keys from `key` to before `range_end`, and `0` comes after `/`.
  const answer = await fetch(`${etcd}/v3/kv/deleterange`, {
    method: 'POST',
    body: JSON.stringify({ key: base64(`/${name}/`), range_end: base64(`/${name}0`) }),
  });
  if (!answer.ok) throw new Error(`etcd does not delete what ${name} held: ${await answer.text()}`);
  rmSync(clusterFolder(ground, name), { recursive: true, force: true });
  return removed;
}

/** What the fleet is, to which a cluster of this name can be added, or was. */
function stateFor({ folder }: Ground, name: string): State {
  // It becomes a folder, and a prefix of keys.
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`${JSON.stringify(name)} is no name of a cluster`);
  const state = readState(folder);
  if (!state) throw new Error('the fleet is not up yet');
  if ([...state.hubs, ...state.spokes].some((cluster) => cluster.name === name))
    throw new Error(`${name} is of the fleet since its start: only other clusters can be added and removed`);
  return state;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
