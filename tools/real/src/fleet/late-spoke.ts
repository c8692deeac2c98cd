import { Kube } from '../kube.ts';
import { type Ground, type Shared, startApiServer, startControllers, startScheduler } from './cluster.ts';
import { startKwok } from './kwok.ts';
import { prepareSpoke } from './spoke.ts';
import { type ClusterState, readState } from './state.ts';

/**
 * Starts one more cluster beside those of a running fleet: as a spoke, but that it has no definitions of add-ons.
 * @throws Error where the fleet is not up yet, or has a cluster of that name
 */
export async function addSpoke(ground: Ground, name: string): Promise<ClusterState> {
  const shared = sharedOf(ground);
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

/** Kills a cluster that was added, and deletes all that it held: the next of its name is a new one. The names of its programs. */
export async function removeSpoke(ground: Ground, name: string): Promise<readonly string[]> {
  const { etcd } = sharedOf(ground);
  const killed = await ground.supervisor.kill(name);
  // https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/: keys from `key` to before `range_end`, and `0` comes after `/`.
  const answer = await fetch(`${etcd}/v3/kv/deleterange`, {
    method: 'POST',
    body: JSON.stringify({ key: base64(`/${name}/`), range_end: base64(`/${name}0`) }),
  });
  if (!answer.ok) throw new Error(`etcd does not delete what ${name} held: ${await answer.text()}`);
  return killed;
}

function sharedOf(ground: Ground): Shared {
  const state = readState(ground.folder);
  if (!state) throw new Error('the fleet is not up yet');
  return { ...ground, etcd: state.etcd };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
