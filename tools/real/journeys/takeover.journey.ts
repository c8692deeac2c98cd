import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse, stringify } from 'yaml';
import { application, isFine, summary } from '../src/fleet/applications.ts';
import { namespace } from '../src/fleet/argo-cd.ts';
import { type KubeObject, type Ref, until } from '../src/kube.ts';
import { applicationOf, askToCompare, fleet, hasCompared, hubOf, journey, spoke, untilApplication } from './harness.ts';
import { seconds } from './observe.ts';

const app = 'frontend';
const cluster = 'staging-1';
const set = 'clusters/hubs/nonprod/applicationsets/frontend.0.yaml';
const ours: Ref = { ...application, name: `${app}.${cluster}`, namespace };
const legacy: Ref = { ...application, name: `legacy-${app}`, namespace };
/** What only the foreign Application has: whoever prunes too much takes it. */
const note: Ref = { apiVersion: 'v1', kind: 'ConfigMap', name: 'legacy-note', namespace: 'boutique' };

journey(
  'a running foreign Application of the same objects is taken over: no pod restarts, nothing is pruned',
  async ({ afterwards, say }) => {
    const hub = hubOf(cluster).kube;
    const { kube } = spoke(cluster);
    const objects = refsOf(await applicationOf(app, cluster));
    const deployment = objects.filter(({ kind }) => kind === 'Deployment');
    expect(deployment).toHaveLength(1);
    afterwards(async () => {
      await endLegacy();
      await kube.delete(note);
    });

    // Once upon a time this cluster's app was not ours: another Application made it all, client-side.
    const generated = await withoutElement();
    await hub.delete(ours);
    await hub.until(ours, 'our Application is gone', (object) => object === undefined);
    await Promise.all(objects.map((object) => kube.delete(object, 'Foreground')));
    for (const object of objects) await kube.until(object, `${object.name} is gone`, (found) => found === undefined);
    await startLegacy();
    await hub.until(
      legacy,
      'the foreign Application is fine',
      (object) => object !== undefined && isFine(summary(object)),
    );
    expect(await owners(objects)).toEqual([legacy.name]);
    const before = await uids(objects);

    // What a team is asked for: no automation and no finalizer on the old one. Then ours may come.
    await hub.patch(legacy, { metadata: { finalizers: null }, spec: { syncPolicy: null } });
    let since = performance.now();
    fleet.repository.write(set, generated);
    await fleet.repository.push('frontend comes into the fleet');
    await untilFine(since, say, 'the push');
    expect(await owners(objects)).toEqual([ours.name]);
    const warned = await hub.until(legacy, 'the foreign one says that its objects are ours', (object) =>
      summary(object ?? never).problems.some((problem) => problem.includes('SharedResourceWarning')),
    );
    const { sync, problems } = summary(warned ?? never);
    say(`the old one meanwhile: ${sync}; ${problems.length} times like ${problems[0]}`);
    expect(sync).toBe('OutOfSync');
    await hub.delete(legacy);
    await hub.until(legacy, 'the foreign Application is gone', (object) => object === undefined);
    await reconciled();
    expect(await uids(objects)).toEqual(before);
    expect(await kube.get(note)).toBeDefined();

    // It is ours for good: what git no longer says goes, though somebody else had set it, in another way.
    const service = 'clusters/stages/staging/frontend/config/common/service-frontend.yaml';
    const label = 'app.kubernetes.io/component';
    fleet.repository.edit(service, `    ${label}: web\n    app.kubernetes.io/m`, '    app.kubernetes.io/m');
    const sha = await fleet.repository.push('A label less');
    await untilApplication(
      app,
      cluster,
      `it has synced ${sha}`,
      ({ status }, found) => isFine(found) && status.operationState.syncResult?.revision === sha,
    );
    const live = await kube.get({ apiVersion: 'v1', kind: 'Service', name: app, namespace: 'boutique' });
    expect(live?.metadata.labels).toHaveProperty('app', app);
    expect(live?.metadata.labels).not.toHaveProperty([label]);
    expect(Object.keys(live?.metadata.annotations ?? {})).toEqual(['argocd.argoproj.io/tracking-id']);

    // What a team is warned of: both at once, each with automation; and a finalizer that was forgotten.
    await startLegacy();
    const hands: string[] = [];
    since = performance.now();
    await until('they take it from each other', async () => {
      const [hand = ''] = await owners(deployment);
      if (hand !== hands.at(-1)) hands.push(hand);
      return hands.length > 3;
    });
    say(`both with automation: ${hands.join(' → ')} within ${seconds(since)}`);
    await hub.patch(legacy, { spec: { syncPolicy: null } });
    since = performance.now();
    await untilFine(since, say, 'the end of that');
    expect(await uids(objects)).toEqual(before);
    await hub.delete(legacy);
    await hub.until(legacy, 'the foreign Application is gone with what it still had', (object) => object === undefined);
    expect(await kube.get(note)).toBeUndefined();
    await reconciled();
    expect(await uids(objects)).toEqual(before);
  },
);

const never: KubeObject = { apiVersion: '', kind: '', metadata: { name: '' } };

/** Takes the cluster's element out of the generated set, with the old team's folder beside it; gives the set as it was. */
async function withoutElement(): Promise<string> {
  const text = fleet.repository.read(set);
  const object: KubeObject = parse(text);
  const { list } = object['spec'].generators[0];
  const others = list.elements.filter((element: { cluster: string }) => element.cluster !== cluster);
  expect(others).toHaveLength(list.elements.length - 1);
  list.elements = others;
  fleet.repository.write(set, stringify(object));
  mkdirSync(join(fleet.repository.folder, 'legacy'), { recursive: true });
  const resources = [`../clusters/overlays/${cluster}/${app}`, 'note.yaml'];
  fleet.repository.write('legacy/kustomization.yaml', stringify({ resources }));
  fleet.repository.write(
    'legacy/note.yaml',
    stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: note.name, namespace: note.namespace } }),
  );
  await fleet.repository.push('Once upon a time');
  const ref = { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', name: `${app}.0`, namespace };
  await hubOf(cluster).kube.until(
    ref,
    `${ref.name} has no ${cluster}`,
    (found) => found?.['spec'].generators[0].list.elements.length === others.length,
  );
  return text;
}

/** Somebody else's Application as one often is: of no project of its own, client-side, with automation and the finalizer. */
async function startLegacy(): Promise<void> {
  const { repoURL, targetRevision } = (await applicationOf(app, 'dev-1'))['spec'].source;
  await hubOf(cluster).kube.apply({
    ...application,
    metadata: { name: legacy.name, namespace, finalizers: ['resources-finalizer.argocd.argoproj.io'] },
    spec: {
      project: 'default',
      source: { repoURL, targetRevision, path: 'legacy' },
      destination: { name: cluster, namespace: 'boutique' },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    },
  });
}

/** Takes the foreign Application away, whatever state it is in, and nothing with it. */
async function endLegacy(): Promise<void> {
  const hub = hubOf(cluster).kube;
  if (!(await hub.get(legacy))) return;
  await hub.patch(legacy, { metadata: { finalizers: null }, spec: { syncPolicy: null } });
  await hub.delete(legacy);
}

/** Waits until ours has all, without anybody's help, and says how long that took. */
async function untilFine(since: number, say: (words: string) => void, what: string): Promise<void> {
  const objects = await untilApplication(
    app,
    cluster,
    'it is Synced and Healthy, and no one else has its objects',
    (_, found) => isFine(found) && found.problems.length === 0,
  );
  await until('all objects are tracked as ours', async () => {
    const all = await owners(refsOf(objects));
    return all.length === 1 && all[0] === ours.name;
  });
  say(`ours, Synced and Healthy, had all ${seconds(since)} after ${what}`);
}

/** Has our Application look again, and waits until it has looked. */
async function reconciled(): Promise<void> {
  await askToCompare(hubOf(cluster).kube, ours);
  const looked = await untilApplication(app, cluster, 'it has looked again', hasCompared);
  expect(isFine(summary(looked))).toBe(true);
}

/** The objects of an Application. */
function refsOf({ status }: KubeObject): readonly Ref[] {
  const resources: readonly { group?: string; version: string; kind: string; name: string; namespace?: string }[] =
    status.resources;
  return resources.map(({ group, version, kind, name, namespace: of }) => ({
    apiVersion: group ? `${group}/${version}` : version,
    kind,
    name,
    ...(of === undefined ? {} : { namespace: of }),
  }));
}

/** Whose the objects are, by Argo CD's tracking: names of Applications. */
async function owners(objects: readonly Ref[]): Promise<readonly string[]> {
  const found = await Promise.all(objects.map((object) => spoke(cluster).kube.get(object)));
  const ids = found.map((object) => object?.metadata.annotations?.['argocd.argoproj.io/tracking-id'] ?? '');
  return [...new Set(ids.map((id) => id.split(':')[0] ?? ''))];
}

/** Uids of the objects, and of the pods that came of them. */
async function uids(objects: readonly Ref[]): Promise<ReadonlyMap<string, string>> {
  const { kube } = spoke(cluster);
  const pods = await kube.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'boutique', labels: `app=${app}` });
  expect(pods.length).toBeGreaterThan(0);
  const found = await Promise.all(objects.map((object) => kube.get(object)));
  return new Map(
    [...found, ...pods].map((object) => [`${object?.kind} ${object?.metadata.name}`, object?.metadata.uid ?? 'gone']),
  );
}
