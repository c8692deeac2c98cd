import { expect } from 'vitest';
import { type KubeObject, until } from '../src/kube.ts';
import { compareAll, fleet, journey, spoke, untilApplication } from './harness.ts';
import { hasSynced } from './observe.ts';

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment' };
const webApp = { ...deployment, name: 'web-app', namespace: 'production' };
const frontend = { ...deployment, name: 'frontend', namespace: 'boutique' };

journey(
  'a Deployment that gets an autoscaler falls to one pod, unless its number is handed over first',
  async ({ afterwards, say }) => {
    expect([await replicasOf(webApp), await replicasOf(frontend)]).toEqual([3, 2]);
    const before = new Set((await scalings()).map(keyOf));
    const main = await fleet.repository.git('rev-parse', 'HEAD');

    // https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
    afterwards(() => takeBack(main));
    await handOver({ replicas: 2 });

    fleet.repository.edit('apps/web-app/app.ts', fixed(3), autoscaled(3));
    fleet.repository.edit('apps/frontend/app.ts', fixed(2), autoscaled(2));
    await fleet.repository.fleetwright('render');
    await fleet.repository.commit('web-app and frontend get an autoscaler in staging');
    for (const stage of ['dev', 'staging']) {
      await fleet.repository.fleetwright('promote', 'web-app', 'frontend', '--to', stage);
      await fleet.repository.commit(`Promote web-app and frontend to ${stage}`);
    }
    const sha = await fleet.repository.push('Autoscalers in staging');
    for (const app of ['web-app', 'frontend'])
      await untilApplication(app, 'staging-1', `has synced ${sha}`, (seen) => hasSynced(seen, sha));
    for (const ref of [webApp, frontend])
      await spoke('staging-1').kube.until(
        ref,
        'is seen by its controller',
        (found) => found?.['status'].observedGeneration === found?.metadata.generation,
      );

    let words: readonly string[] = [];
    // Events are written after what they tell of.
    await until('the Deployment controller has said what it did to web-app', async () => {
      const seen = (await scalings()).filter((event) => !before.has(keyOf(event)));
      words = seen.map(({ involvedObject, message }) => `${involvedObject.name}: ${message}`);
      return words.some((line) => line.startsWith('web-app: '));
    });
    say(words.join('; '));
    expect(words.filter((line) => line.startsWith('web-app: ')).join()).toMatch(/Scaled down .* from 3 to 1/);
    expect(words.filter((line) => line.startsWith('frontend: '))).toEqual([]);
    expect(await replicasOf(frontend)).toBe(2);
  },
);

/** Has somebody beside Argo CD own the number of pods of frontend; without one, nobody any more. */
async function handOver(spec: { readonly replicas?: number }): Promise<void> {
  const { name, namespace } = frontend;
  const object = { ...deployment, metadata: { name, namespace }, spec };
  await spoke('staging-1').kube.apply(object, { manager: 'handover', force: false });
}

/** Puts main back first: while only the new owner says the number, giving it up makes it one. */
async function takeBack(main: string): Promise<void> {
  await fleet.repository.reset(main);
  await compareAll();
  await handOver({});
}

function fixed(replicas: number): string {
  return `staging: { processes: { web: { scale: { type: 'fixed', replicas: ${replicas} } } } }`;
}

function autoscaled(least: number): string {
  return `staging: { processes: { web: { scale: { type: 'hpa', min: ${least}, max: 9, cpu: 70 } } } }`;
}

async function replicasOf(ref: typeof webApp): Promise<number | undefined> {
  return (await spoke('staging-1').kube.get(ref))?.['spec'].replicas;
}

/** What was scaled, in the words of the Deployment controller. */
async function scalings(): Promise<readonly KubeObject[]> {
  const events = await spoke('staging-1').kube.list({ apiVersion: 'v1', kind: 'Event' });
  return events.filter(({ reason }) => reason === 'ScalingReplicaSet');
}

/** The same words about the same object are one event, that counts. */
function keyOf({ metadata, count }: KubeObject): string {
  return `${metadata.uid}/${count}`;
}
