import { expect } from 'vitest';
import type { KubeObject } from '../src/kube.ts';
import { compareAll, fleet, journey, logFrom, spoke, untilApplication } from './harness.ts';
import { allRunning, builds, hasSynced, isRolledOut, seconds, withName } from './observe.ts';

const namespace = 'production';
const web = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web-app', namespace };
const worker = { ...web, name: 'web-app-worker' };
const config = { apiVersion: 'v1', kind: 'ConfigMap', namespace };

journey('a changed fact, promoted, rolls the pods of its cluster that read it, and nobody else’s', async ({ say }) => {
  const { kube, hub: home } = spoke('eu-1');
  await compareAll();
  const before = await allRunning();
  const oldConfig = configOf(await kube.get(web));
  const repoServers = fleet.hubs.map(({ name }) => ({ hub: name, log: logFrom(`${name}/argocd-repo-server`) }));

  const shards = oneMoreShard('eu-1');
  await fleet.repository.fleetwright('render');
  await fleet.repository.commit('eu-1 has one more shard');
  // What a stage's own clusters do not need is not due there.
  for (const stage of ['dev', 'staging', 'prod-canary', 'prod-eu']) {
    await fleet.repository.fleetwright('promote', 'fleet', '--to', stage);
    await fleet.repository.commit(`Promote fleet to ${stage}`);
  }
  const began = performance.now();
  const sha = await fleet.repository.push('The new shard of eu-1');
  const [newWeb, newWorker] = await untilRolled(sha, oldConfig);
  say(`from push to Healthy: ${seconds(began)}`);

  const newConfig = await kube.get({ ...config, name: configOf(newWeb) });
  expect(newConfig?.['data'].QUEUE_SHARDS).toBe(String(shards));
  expect(newWorker['spec'].replicas).toBe(shards);
  const kept = await kube.get({ ...config, name: oldConfig });
  expect(kept, 'what pods of the last release may still read').toBeDefined();

  // Every Application of eu-1 reads its facts, and is built for it; what that gives is the same but for web-app.
  await compareAll();
  for (const { hub, log } of repoServers) {
    const built = builds(log());
    const others = built.filter((path) => path.startsWith('overlays/') && !path.startsWith('overlays/eu-1/'));
    expect({ hub, others }).toEqual({ hub, others: [] });
    expect({ hub, own: built.includes('overlays/eu-1/web-app') }).toEqual({ hub, own: hub === home });
  }
  const after = await allRunning();
  const ofApp = /^eu-1 production\/web-app-/;
  expect(withName(after, ofApp, false)).toEqual(withName(before, ofApp, false));
  expect(withName(before, ofApp, true).filter(([pod]) => after.has(pod))).toEqual([]);
});

/** Waits until web-app is fine on eu-1 after a commit and all of its pods read another ConfigMap. Its two Deployments. */
async function untilRolled(sha: string, oldConfig: string): Promise<readonly [KubeObject, KubeObject]> {
  await untilApplication('web-app', 'eu-1', `has synced ${sha}`, (seen) => hasSynced(seen, sha));
  const [newWeb, newWorker] = await Promise.all(
    [web, worker].map((ref) =>
      spoke('eu-1').kube.until(
        ref,
        `no pod of ${ref.name} reads ${oldConfig}`,
        (found) => found !== undefined && configOf(found) !== oldConfig && isRolledOut(found),
      ),
    ),
  );
  await untilApplication(
    'web-app',
    'eu-1',
    'is fine',
    (_, { sync, health }) => sync === 'Synced' && health === 'Healthy',
  );
  if (!newWeb || !newWorker) throw new TypeError('unreachable');
  return [newWeb, newWorker];
}

/** Gives a cluster of the inventory one more shard. How many it has then. */
function oneMoreShard(cluster: string): number {
  const file = 'clusters/inventory.ts';
  const [head = '', entry = ''] = fleet.repository.read(file).split(`  '${cluster}': {`);
  const shards = Number(/shards: (\d+)/.exec(entry)?.[1]) + 1;
  const changed = entry.replace(/shards: \d+/, `shards: ${shards}`);
  fleet.repository.write(file, `${head}  '${cluster}': {${changed}`);
  return shards;
}

/** The ConfigMap that the pods of a Deployment read. */
function configOf(deployment: KubeObject | undefined): string {
  const sources: readonly { readonly configMapRef?: { readonly name: string } }[] =
    deployment?.['spec'].template.spec.containers[0].envFrom ?? [];
  const name = sources.find(({ configMapRef }) => configMapRef)?.configMapRef?.name;
  if (name === undefined) throw new Error('the Deployment reads no ConfigMap');
  return name;
}
