import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { application, isFine, summary } from '../src/fleet/applications.ts';
import { namespace } from '../src/fleet/argo-cd.ts';
import { type Kind, type KubeObject, type Ref, until } from '../src/kube.ts';
import { applicationOf, fleet, hubOf, journey, spoke } from './harness.ts';
import { hasSynced, seconds } from './observe.ts';
import { istio, manifests, type Version } from './rollout-manifests.ts';

const cluster = 'canary-eu-1';
const argo = 'argoproj.io/v1alpha1';
const folder = 'journey-rollout';
const at = (kind: Kind, name: string): Ref => ({ ...kind, name, namespace: 'production' });
const rollout = at({ apiVersion: argo, kind: 'Rollout' }, 'checkout');
const traffic = at({ apiVersion: istio, kind: 'VirtualService' }, 'checkout');
const stable = at({ apiVersion: 'v1', kind: 'Service' }, 'checkout');
const canary = at({ apiVersion: 'v1', kind: 'Service' }, 'checkout-canary');
const ours: Ref = { ...application, name: `checkout.${cluster}`, namespace };
const { kube } = spoke(cluster);
const hash = 'rollouts-pod-template-hash';

journey(
  'a Rollout: a good canary goes through its steps, a bad one is aborted and the stable version serves on',
  async ({ afterwards, say }) => {
    afterwards(() => measure(1));
    afterwards(remove);
    await deploy({ image: 'checkout:v1', note: 'first' });
    await hubOf(cluster).kube.apply(await likeGenerated());
    const first = await untilRollout('the first version serves', (object) => isHealthyAt(object, 'checkout:v1'));

    // A good one: a quarter of the traffic, measured, then as long as a person looks at it.
    let since = performance.now();
    await deploy({ image: 'checkout:v2', note: 'first' });
    const paused = await untilRollout('a quarter goes to the second version, and it waits for a person', (object) =>
      object['status']?.pauseConditions?.some((one: { reason: string }) => one.reason === 'CanaryPauseStep'),
    );
    say(`good: measured and at its pause ${seconds(since)} after the push`);
    const second = paused['status'].currentPodHash;
    expect(second).not.toBe(first['status'].stableRS);
    expect(await weights()).toEqual([75, 25]);
    expect(await selected()).toEqual([first['status'].stableRS, second]);
    expect(await phases(second)).toEqual(['Successful']);

    // In the middle of it: a sync that touches these very objects, and a drift that is healed. Nothing moves.
    const before = await signs();
    const revision = await deploy({ image: 'checkout:v2', note: 'second' });
    await untilSynced(revision);
    expect((await get(traffic)).metadata.labels?.['note']).toBe('second');
    expect((await get(stable)).metadata.labels?.['note']).toBe('second');
    expect(await signs()).toEqual(before);
    await kube.patch(traffic, { metadata: { labels: { note: 'drift' } } });
    await kube.patch(stable, { metadata: { labels: { note: 'drift' } } });
    await kube.until(traffic, 'the drift is healed', (object) => object?.metadata.labels?.['note'] === 'second');
    await kube.until(stable, 'the drift is healed', (object) => object?.metadata.labels?.['note'] === 'second');
    expect(await signs()).toEqual(before);
    expect(await weights()).toEqual([75, 25]);

    // As `kubectl argo rollouts promote` does it.
    since = performance.now();
    await kube.patch(rollout, { status: { pauseConditions: null } }, 'status');
    await untilRollout('the second version serves', (object) => isHealthyAt(object, 'checkout:v2'));
    await untilPods('the pods of the first version are gone', (pods) =>
      pods.every(({ metadata }) => metadata.labels?.[hash] === second),
    );
    say(`good: promoted, and the old pods gone, within ${seconds(since)}`);
    expect(await selected()).toEqual([second, second]);
    expect(await weights()).toEqual([100, 0]);
    await untilApplication('it is Synced and Healthy', (object) => isFine(summary(object)));

    // A bad one.
    await measure(0.1);
    const serving = await pods();
    since = performance.now();
    await deploy({ image: 'checkout:v3', note: 'second' });
    const aborted = await untilRollout(
      'the third version is aborted',
      ({ status }) => status.abort === true && status.phase === 'Degraded',
    );
    say(`bad: aborted ${seconds(since)} after the push: ${aborted['status'].message}`);
    const third = aborted['status'].currentPodHash;
    expect(third).not.toBe(second);
    expect(await phases(third)).toEqual(['Failed']);
    await untilPods('the pods of the third version are gone', (found) =>
      found.every(({ metadata }) => metadata.labels?.[hash] === second),
    );
    expect(await selected()).toEqual([second, second]);
    expect(await weights()).toEqual([100, 0]);
    expect(await pods()).toEqual(serving);
    const told = await untilApplication('it says so', ({ status }) => status.health.status === 'Degraded');
    say(`bad: the Application says ${JSON.stringify(summary(told))}`);
    expect(told['status'].sync.status).toBe('Synced');

    // The way back is git's.
    since = performance.now();
    await fleet.repository.git('revert', '--no-edit', 'HEAD');
    await fleet.repository.git('push', '--quiet', 'origin', 'HEAD:main');
    await untilRollout('the second version is all there is', (object) => isHealthyAt(object, 'checkout:v2'));
    await untilApplication('it is Synced and Healthy', (object) => isFine(summary(object)));
    say(`bad: reverted and Healthy within ${seconds(since)}`);
    expect(await pods()).toEqual(serving);
  },
);

/** An Application like those that we generate for this cluster's team, of the journey's folder. */
async function likeGenerated(): Promise<KubeObject> {
  const { spec } = await applicationOf('web-app', cluster);
  return {
    ...application,
    metadata: {
      name: ours.name,
      namespace,
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
      annotations: { 'argocd.argoproj.io/manifest-generate-paths': `/${folder}` },
    },
    spec: { ...spec, source: { ...spec.source, path: folder } },
  };
}

/** Takes the Application away, with all its objects. */
async function remove(): Promise<void> {
  const hub = hubOf(cluster).kube;
  await hub.delete(ours);
  await hub.until(ours, 'the Application is gone with all it had', (object) => object === undefined);
}

/** Puts a version into the repository, and pushes it. */
async function deploy(version: Version): Promise<string> {
  mkdirSync(join(fleet.repository.folder, folder), { recursive: true });
  const objects = manifests(version, fleet.state.prometheus);
  for (const [index, object] of objects.entries())
    fleet.repository.write(`${folder}/${index}.json`, JSON.stringify(object));
  const resources = objects.map((_, index) => `${index}.json`);
  fleet.repository.write(`${folder}/kustomization.yaml`, JSON.stringify({ resources }));
  return fleet.repository.push(`${version.image} ${version.note}`);
}

/** What every query of Prometheus gives from now on. */
async function measure(value: number): Promise<void> {
  await fetch(`${fleet.state.prometheus}/value`, { method: 'PUT', body: String(value) });
}

async function get(ref: Ref): Promise<KubeObject> {
  const found = await kube.get(ref);
  if (!found) throw new Error(`there is no ${ref.kind} ${ref.name}`);
  return found;
}

/** How the VirtualService divides traffic: to the stable version, to the canary. */
async function weights(): Promise<readonly number[]> {
  const { spec } = await get(traffic);
  return spec.http[0].route.map(({ weight }: { weight?: number }) => weight ?? 0);
}

/** Which version each Service selects: the stable one, the canary. */
async function selected(): Promise<readonly string[]> {
  return (await Promise.all([stable, canary].map(get))).map(({ spec }) => spec.selector[hash]);
}

/** What changes for ever when weights or selectors change and change back. */
async function signs(): Promise<object> {
  const events = await kube.list({ apiVersion: 'v1', kind: 'Event', namespace: 'production' });
  const switches = events.filter(
    ({ reason, involvedObject }) => reason === 'SwitchService' && involvedObject.name === 'checkout',
  );
  return {
    generation: (await get(traffic)).metadata.generation,
    switches: switches.reduce((sum, { count }) => sum + Number(count), 0),
  };
}

/** What came of the analyses of a version. */
async function phases(version: string): Promise<readonly string[]> {
  const found = await kube.list({
    apiVersion: argo,
    kind: 'AnalysisRun',
    namespace: 'production',
    labels: `${hash}=${version}`,
  });
  return found.map(({ status }) => status?.phase);
}

/** The pods: uid → whether it is Ready. */
async function pods(): Promise<ReadonlyMap<string, boolean>> {
  return new Map((await listPods()).map(({ metadata, status }) => [metadata.uid ?? '', isReady(status)]));
}

async function listPods(): Promise<readonly KubeObject[]> {
  return kube.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'production', labels: 'app=checkout' });
}

function isReady(status: { conditions?: readonly { type: string; status: string }[] } | undefined): boolean {
  return status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false;
}

async function untilPods(what: string, holds: (pods: readonly KubeObject[]) => boolean): Promise<void> {
  await until(what, async () => holds(await listPods()));
}

async function untilRollout(what: string, holds: (rollout: KubeObject) => boolean): Promise<KubeObject> {
  const found = await kube.until(rollout, what, (object) => object !== undefined && holds(object));
  if (!found) throw new TypeError('unreachable');
  return found;
}

/** Whether all traffic and all pods are of the version with an image, and the Rollout's controller has seen that it is wanted. */
function isHealthyAt({ metadata, spec, status }: KubeObject, image: string): boolean {
  return (
    spec.template.spec.containers[0].image === image &&
    status?.observedGeneration === String(metadata.generation) &&
    status.phase === 'Healthy' &&
    status.stableRS === status.currentPodHash
  );
}

async function untilApplication(what: string, holds: (application: KubeObject) => boolean): Promise<KubeObject> {
  const found = await hubOf(cluster).kube.until(ours, what, (object) => object !== undefined && holds(object));
  if (!found) throw new TypeError('unreachable');
  return found;
}

async function untilSynced(revision: string): Promise<void> {
  await untilApplication(`${revision} is synced`, (seen) => hasSynced(seen, revision));
}
