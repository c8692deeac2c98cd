import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../src/fleet/connect.ts';
import { standIns } from '../src/fleet/kwok.ts';
import { type KubeObject, refOf } from '../src/kube.ts';

// Each stand-in is shown an object made for it, in a namespace of their own on one cluster. What is looked at is what Argo CD's health
// checks look at (resource_customizations/ and gitops-engine's pkg/health); that they agree is for the fleet's Applications to show.

const fleet = await connect(process.env['FLEETWRIGHT_FLEET'] ?? '');
const [spoke] = fleet.spokes;
if (!spoke) throw new Error('the fleet has no cluster');
const { kube } = spoke;
const namespace = 'stand-ins';
const home = { apiVersion: 'v1', kind: 'Namespace', name: namespace };

beforeAll(async () => {
  await kube.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
});

afterAll(async () => {
  await kube.delete(home);
  await kube.until(home, 'the namespace of this journey is gone', (seen) => seen === undefined);
  await fleet.close();
});

it('each stand-in plays', async () => {
  const playing = await kube.list({ apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'Stage' });
  expect(playing.map(({ metadata }) => metadata.name).sort()).toEqual(standIns().map(({ name }) => name));
});

it('nodes are Ready, each in a zone of its own', async () => {
  const nodes = await kube.list({ apiVersion: 'v1', kind: 'Node' });
  expect(nodes.map((node) => condition(node, 'Ready'))).toEqual(['True', 'True']);
  expect(new Set(nodes.map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone'])).size).toBe(2);
});

it('pods become Ready, with sidecars and readiness gates', async () => {
  const deployment = await kube.apply(workload('Deployment', 'runs', { replicas: 2 }));
  await kube.until(
    refOf(deployment),
    'two replicas are available',
    (seen) => seen?.['status']?.availableReplicas === 2,
  );
  const [pod] = await podsOf('runs');
  expect(pod?.['status'].initContainerStatuses).toMatchObject([
    { name: 'before', state: { terminated: { exitCode: 0 } } },
    { name: 'beside', state: { running: {} } },
  ]);
  expect(pod && condition(pod, 'example.com/gate')).toBe('True');
  expect(pod?.['status'].podIP).toMatch(/^10\.244\./);
});

it('a deleted pod is gone and another one comes', async () => {
  const deployment = await kube.apply(workload('Deployment', 'deleted'));
  await kube.until(refOf(deployment), 'a replica is available', (seen) => seen?.['status']?.availableReplicas === 1);
  const [pod] = await podsOf('deleted');
  if (!pod) throw new Error('there is no pod');
  await kube.delete(refOf(pod));
  await kube.until(refOf(pod), 'the pod is gone', (seen) => seen === undefined, 10_000);
  const isThere = (seen: KubeObject | undefined): boolean => seen?.['status']?.availableReplicas === 1;
  await kube.until(refOf(deployment), 'a replica is available again', isThere);
  expect((await podsOf('deleted')).map(({ metadata }) => metadata.name)).not.toContain(pod.metadata.name);
});

it.each(['annotations', 'labels'])('pods whose %s say so crash and are never Ready', async (where) => {
  const deployment = await kube.apply(
    workload('Deployment', `crashes-${where}`, { [where]: { 'fleetwright.dev/e2e': 'fails' } }),
  );
  await kube.until(
    refOf(deployment),
    'a replica is unavailable',
    (seen) => seen?.['status']?.unavailableReplicas === 1,
  );
  const crashes = (pod: KubeObject | undefined): boolean =>
    pod?.['status'].containerStatuses?.[0].state.waiting?.reason === 'CrashLoopBackOff';
  const [pod] = await podsOf(`crashes-${where}`);
  if (!pod) throw new Error('there is no pod');
  const seen = await kube.until(refOf(pod), 'its container waits in CrashLoopBackOff', crashes);
  expect(seen && condition(seen, 'Ready')).toBe('False');
});

it('a Job completes, or fails where its pod says so', async () => {
  const good = await kube.apply(workload('Job', 'completes'));
  const bad = await kube.apply(
    workload('Job', 'does-not-complete', { annotations: { 'fleetwright.dev/e2e': 'fails' } }),
  );
  await kube.until(
    refOf(good),
    'the Job is Complete',
    (seen) => seen !== undefined && condition(seen, 'Complete') === 'True',
  );
  await kube.until(
    refOf(bad),
    'the Job is Failed',
    (seen) => seen !== undefined && condition(seen, 'Failed') === 'True',
  );
});

it('claims of a StatefulSet are bound, and their volumes free again when they are gone', async () => {
  const set = await kube.apply(workload('StatefulSet', 'keeps', { replicas: 2, claims: true }));
  await kube.until(refOf(set), 'both pods are available', (seen) => seen?.['status']?.availableReplicas === 2);
  const claims = await kube.list({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, labels: 'app=keeps' });
  expect(claims.map(({ status }) => status.phase)).toEqual(['Bound', 'Bound']);
  await kube.delete(refOf(set));
  await Promise.all(
    claims.map(async (claim) => {
      await kube.delete(refOf(claim));
      const volume = { apiVersion: 'v1', kind: 'PersistentVolume', name: claim['spec'].volumeName };
      await kube.until(volume, `${volume.name} is Available`, (seen) => seen?.['status']?.phase === 'Available');
    }),
  );
});

it('a Service gets an address when it becomes a LoadBalancer', async () => {
  const service = await kube.apply(object('v1', 'Service', { ports: [{ port: 80 }] }));
  expect(service['status'].loadBalancer).toEqual({});
  await kube.patch(refOf(service), { spec: { type: 'LoadBalancer' } });
  await kube.until(refOf(service), 'the Service has an address', hasAddress);
});

it('an Ingress gets an address', async () => {
  const ingress = await kube.apply(
    object('networking.k8s.io/v1', 'Ingress', { defaultBackend: { service: { name: 'x', port: { number: 80 } } } }),
  );
  await kube.until(refOf(ingress), 'the Ingress has an address', hasAddress);
});

it.each(['HTTPRoute', 'GRPCRoute'])('each parent accepts an %s, and its newest spec', async (kind) => {
  const route = await kube.apply(object('gateway.networking.k8s.io/v1', kind, { parentRefs: [{ name: 'one' }] }));
  await kube.until(refOf(route), 'one parent accepts it', (seen) => accepting(seen).join() === 'one');
  await kube.patch(refOf(route), { spec: { parentRefs: [{ name: 'one' }, { name: 'two' }] } });
  await kube.until(refOf(route), 'two parents accept its newest spec', (seen) => accepting(seen).join() === 'one,two');
});

it('a Gateway is programmed, and its newest spec', async () => {
  const listener = { name: 'web', protocol: 'HTTP', port: 80 };
  const gateway = await kube.apply(
    object('gateway.networking.k8s.io/v1', 'Gateway', { gatewayClassName: 'none', listeners: [listener] }),
  );
  const isProgrammed = (seen: KubeObject | undefined): boolean =>
    ['Accepted', 'Programmed'].every((type) => isTrueNow(seen, seen?.['status']?.conditions, type)) &&
    seen?.['spec'].listeners.length === seen?.['status'].listeners?.length;
  await kube.until(refOf(gateway), 'it is programmed', isProgrammed);
  await kube.patch(refOf(gateway), { spec: { listeners: [listener, { ...listener, name: 'other', port: 81 }] } });
  await kube.until(refOf(gateway), 'its newest spec is programmed', isProgrammed);
});

it('an ExternalSecret is Ready, and its Secret has its keys and goes with it', async () => {
  const spec = {
    secretStoreRef: { kind: 'ClusterSecretStore', name: 'none' },
    target: { name: 'made' },
    data: [secret('A')],
  };
  const external = await kube.apply(object('external-secrets.io/v1', 'ExternalSecret', spec));
  const made = { apiVersion: 'v1', kind: 'Secret', name: 'made', namespace };
  await kube.until(refOf(external), 'it is Ready', (seen) => seen !== undefined && condition(seen, 'Ready') === 'True');
  expect(Object.keys((await kube.get(made))?.['data'])).toEqual(['A']);
  await kube.patch(refOf(external), { spec: { data: [secret('A'), secret('B')] } });
  await kube.until(made, 'the Secret has the new key', (seen) => seen?.['data'].B !== undefined);
  await kube.delete(refOf(external));
  await kube.until(made, 'the Secret is gone', (seen) => seen === undefined);
});

function secret(secretKey: string): object {
  return { secretKey, remoteRef: { key: 'somewhere' } };
}

function object(apiVersion: string, kind: string, spec: object): KubeObject {
  return { apiVersion, kind, metadata: { name: 'example', namespace }, spec };
}

interface Wanted {
  readonly replicas?: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly claims?: boolean;
}

/** A workload whose pods have all that a kubelet has to answer for. */
function workload(kind: 'Deployment' | 'StatefulSet' | 'Job', name: string, wanted: Wanted = {}): KubeObject {
  const { replicas = 1, annotations = {}, labels, claims = false } = wanted;
  const app = { app: name };
  const isJob = kind === 'Job';
  const template = {
    metadata: { labels: { ...app, ...labels }, annotations },
    spec: {
      initContainers: [
        { name: 'before', image: 'none' },
        { name: 'beside', image: 'none', restartPolicy: 'Always' },
      ],
      containers: [{ name: 'main', image: 'none' }],
      readinessGates: [{ conditionType: 'example.com/gate' }],
      ...(isJob ? { restartPolicy: 'Never' } : {}),
    },
  };
  const claim = {
    metadata: { name: 'data', labels: app },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  const spec = isJob
    ? { template, backoffLimit: 0 }
    : { template, replicas, selector: { matchLabels: app }, ...(claims ? { volumeClaimTemplates: [claim] } : {}) };
  return { apiVersion: isJob ? 'batch/v1' : 'apps/v1', kind, metadata: { name, namespace }, spec };
}

async function podsOf(app: string): Promise<readonly KubeObject[]> {
  return kube.list({ apiVersion: 'v1', kind: 'Pod', namespace, labels: `app=${app}` });
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly observedGeneration?: number;
}

function condition(object: KubeObject, type: string): string | undefined {
  const conditions: readonly Condition[] = object['status']?.conditions ?? [];
  return conditions.find((one) => one.type === type)?.status;
}

/** Whether a condition is true of the object as it is now. */
function isTrueNow(
  object: KubeObject | undefined,
  conditions: readonly Condition[] | undefined,
  type: string,
): boolean {
  const found = conditions?.find((one) => one.type === type);
  return found?.status === 'True' && found.observedGeneration === object?.metadata.generation;
}

/** The names of the parents that accept a route as it is now, and find what it refers to. */
function accepting(route: KubeObject | undefined): readonly string[] {
  const parents: readonly { parentRef: { name: string }; conditions: readonly Condition[] }[] =
    route?.['status']?.parents ?? [];
  return parents
    .filter(({ conditions }) => ['Accepted', 'ResolvedRefs'].every((type) => isTrueNow(route, conditions, type)))
    .map(({ parentRef }) => parentRef.name);
}

function hasAddress(object: KubeObject | undefined): boolean {
  return String(object?.['status']?.loadBalancer?.ingress?.[0].ip).startsWith('192.0.2.');
}
