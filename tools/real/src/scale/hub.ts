import { z } from 'zod';
import { eightAtATime } from '../eight-at-a-time.ts';
import { configureArgoCd } from '../fleet/argo-cd.ts';
import { type Ground, startApiServer, startEtcd } from '../fleet/cluster.ts';
import { applyHubCrds } from '../fleet/crds.ts';
import { withPrograms } from '../fleet/temporary.ts';
import { goModule } from '../go-module.ts';
import { Kube, type KubeObject, refOf } from '../kube.ts';
import { Controller } from './controller.ts';
import { Metrics } from './metrics.ts';

/** An etcd, an API server and an ApplicationSet controller, and what they take. */
export interface RunningHub {
  readonly kube: Kube;
  readonly controller: Controller;
  /** Processes by what they are. */
  pids(this: void): Readonly<Record<Part, number>>;
  /** What the API server tells of its requests. */
  requests(this: void): Promise<Metrics>;
  /** Versions of Argo CD and of Kubernetes. */
  versions(this: void): Promise<Versions>;
  /** Bytes that etcd needs for all that is there now. */
  stored(this: void): Promise<number>;
}

/** A program of the hub. */
export type Part = 'controller' | 'apiServer' | 'etcd';

/** Like `v3.2.11`. */
export type Versions = Readonly<Record<'argoCd' | 'kubernetes', string>>;

const version = z.looseObject({ gitVersion: z.string() });
const page = z.looseObject({
  items: z.array(z.unknown()),
  metadata: z.looseObject({ remainingItemCount: z.int().optional() }),
});
const argoCd = ['argo-cd', 'github.com/argoproj/argo-cd/v3'] as const;

/** Starts a hub with nothing on it, does something with it, and ends it. @throws Error as {@link withPrograms} does */
export async function withHub<T>(rate: number, work: (hub: RunningHub) => Promise<T>): Promise<T> {
  return withPrograms('fleetwright-hub-', async (ground) => {
    const hub = await startHub(ground, rate);
    try {
      return await work(hub);
    } finally {
      await hub.kube.close();
    }
  });
}

async function startHub(ground: Ground, rate: number): Promise<RunningHub> {
  const shared = await startEtcd(ground);
  const state = await startApiServer(shared, 'hub');
  const kube = new Kube(state);
  await applyHubCrds(kube);
  await configureArgoCd(state, kube);
  const controller = await Controller.start(shared, state, rate);
  const pidOf = (name: string): number => ground.supervisor.list().find((one) => one.name === name)?.pid ?? 0;
  return {
    kube,
    controller,
    pids: () => ({ controller: controller.pid, apiServer: pidOf('hub/kube-apiserver'), etcd: pidOf('etcd') }),
    requests: async () => new Metrics(String(await kube.request('GET', '/metrics'))),
    async versions() {
      const { gitVersion } = version.parse(await kube.request('GET', '/version'));
      return { argoCd: (await goModule(...argoCd)).split('@').at(-1) ?? '', kubernetes: gitVersion };
    },
    async stored() {
      const metrics = new Metrics(await (await fetch(`${shared.etcd}/metrics`)).text());
      return metrics.sum('etcd_mvcc_db_total_size_in_use_in_bytes');
    },
  };
}

/** Applies objects server-side as a root Application would, eight at a time; and adds what a hub's owner adds to a registration. */
export async function applyAll(kube: Kube, objects: readonly KubeObject[]): Promise<void> {
  const inOrder = ['Secret', 'AppProject', 'ApplicationSet'].map((kind) =>
    objects.filter((object) => object.kind === kind),
  );
  for (const group of inOrder)
    await eightAtATime(group, async (object) => {
      await kube.apply(object, { manager: 'argocd-controller' });
      if (object.kind === 'Secret') await addCredentials(kube, object, 'first');
    });
}

/** The key `config` of a registration, by a manager of its own: nobody is there to take the token. */
export async function addCredentials(kube: Kube, registration: KubeObject, token: string): Promise<void> {
  const config = JSON.stringify({ bearerToken: token, tlsClientConfig: { insecure: true } });
  const { apiVersion, kind, name, namespace = '' } = refOf(registration);
  await kube.apply({ apiVersion, kind, metadata: { name, namespace }, stringData: { config } }, { manager: 'owner' });
}

/** How many there are of a kind of Argo CD's. */
export async function count(kube: Kube, plural: string): Promise<number> {
  const path = `/apis/argoproj.io/v1alpha1/namespaces/argocd/${plural}?limit=1`;
  const { items, metadata } = page.parse(await kube.request('GET', path));
  return items.length + (metadata.remainingItemCount ?? 0);
}
