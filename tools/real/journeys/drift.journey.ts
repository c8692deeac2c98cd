import { expect } from 'vitest';
import { isFine } from '../src/fleet/applications.ts';
import { type KubeObject, refOf } from '../src/kube.ts';
import { journey, spoke, untilApplication } from './harness.ts';
import { imageOf, isRolledOut, seconds } from './observe.ts';
import { syncByHand } from './steps.ts';

const namespace = 'boutique';
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'frontend', namespace };
const service = { apiVersion: 'v1', kind: 'Service', name: 'frontend', namespace };

journey('what a person changes by hand on a cluster is healed', async ({ say }) => {
  const { kube } = spoke('dev-1');
  const before = await kube.get(deployment);
  const wanted = imageAndReplicas(before);
  const serviceBefore = await kube.get(service);
  expect(serviceBefore).toBeDefined();

  const began = performance.now();
  await kube.delete(service);
  await kube.patch(deployment, [
    { op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'example.com/by-hand:1' },
    { op: 'replace', path: '/spec/replicas', value: wanted.replicas + 2 },
  ]);
  await kube.until(
    service,
    'the deleted Service is there again',
    (found) => found !== undefined && found.metadata.uid !== serviceBefore?.metadata.uid,
  );
  const serviceBack = seconds(began);
  // Two generations on: what the person wrote, and what took it back.
  const generation = (before?.metadata.generation ?? 0) + 2;
  const healed = await kube.until(
    deployment,
    'the changed Deployment is what git says, in all of its pods',
    (found) => found !== undefined && (found.metadata.generation ?? 0) >= generation && isRolledOut(found),
  );
  expect(imageAndReplicas(healed)).toEqual(wanted);
  await untilApplication('frontend', 'dev-1', 'is fine', (_, seen) => isFine(seen));
  say(`healed: the Service after ${serviceBack}, all after ${seconds(began)}`);
});

journey(
  'an object of another owner in the namespace is left alone, whatever is pruned beside it',
  async ({ afterwards }) => {
    const { kube } = spoke('dev-1');
    for (const object of [...foreign, left]) afterwards(() => kube.delete(refOf(object)));
    for (const object of foreign) await kube.apply(object);
    const running = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'somebody-elses', namespace };
    await kube.until(running, 'somebody else’s Deployment runs', (found) => found !== undefined && isRolledOut(found));
    const identities = () => Promise.all(foreign.map(async (object) => identity(await kube.get(refOf(object)))));
    const before = await identities();

    await kube.apply(left);
    await kube.until(refOf(left), 'what git does not know is pruned', (found) => found === undefined);
    await syncByHand('frontend', 'dev-1');
    expect(await identities()).toEqual(before);
  },
);

// What Argo CD would know an object by if it tracked by label, and what the app's own objects have.
const labels = { 'app.kubernetes.io/instance': 'frontend.dev-1', app: 'frontend' };
// What the namespace's Pod Security asks for.
const securityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};
const template = {
  metadata: { labels: { of: 'somebody-else' } },
  spec: { containers: [{ name: 'main', image: 'example.com/by-hand:1', securityContext }] },
};
const foreign: readonly KubeObject[] = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'somebody-elses', namespace, labels },
    data: { key: 'value' },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'somebody-elses', namespace, labels },
    spec: { replicas: 1, selector: { matchLabels: template.metadata.labels }, template },
  },
];

/** Says that it is of the Application, and git knows nothing of it: the proof that things are pruned here. */
const left: KubeObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'left-behind',
    namespace,
    annotations: { 'argocd.argoproj.io/tracking-id': `frontend.dev-1:/ConfigMap:${namespace}/left-behind` },
  },
};

/** What git says of a Deployment, that a person may change. */
function imageAndReplicas(found: KubeObject | undefined): {
  readonly image: string | undefined;
  readonly replicas: number;
} {
  if (!found) throw new Error('there is no such Deployment');
  return { image: imageOf(found), replicas: found['spec'].replicas };
}

/** Which object it is, and which state of it its owner has asked for. */
function identity(found: KubeObject | undefined): object {
  return {
    uid: found?.metadata.uid,
    generation: found?.metadata.generation,
    data: found?.['data'],
    labels: found?.metadata.labels,
  };
}
