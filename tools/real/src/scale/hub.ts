import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { configureArgoCd } from '../fleet/argo-cd.ts';
import { type Ground, startApiServer, startEtcd } from '../fleet/cluster.ts';
import { applyHubCrds } from '../fleet/crds.ts';
import { Supervisor } from '../fleet/supervisor.ts';
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

/**
 * Starts a hub with nothing on it, in a temporary folder, does something with it, and ends it.
 * @throws Error what went wrong, and where the logs are, which stay then
 */
export async function withHub<T>(rate: number, work: (hub: RunningHub) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fleetwright-hub-'));
  const supervisor = new Supervisor(folder);
  const clean = (): void => {
    // They die with this process anyway, but until then they write.
    for (const { pid } of supervisor.list()) if (pid !== undefined) kill(pid);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.once('exit', clean);
  try {
    const hub = await startHub({ supervisor, folder }, rate);
    const result = await work(hub);
    await hub.kube.close();
    await supervisor.stop();
    clean();
    return result;
  } catch (cause) {
    await supervisor.stop();
    rmSync(join(folder, 'etcd'), { recursive: true, force: true });
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${message}\nThe logs of its programs are in ${join(folder, 'logs')}`, { cause });
  } finally {
    process.off('exit', clean);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was quicker.
  }
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

/** Does something with each, eight at a time. */
export async function eightAtATime<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

/** How many there are of a kind of Argo CD's. */
export async function count(kube: Kube, plural: string): Promise<number> {
  const path = `/apis/argoproj.io/v1alpha1/namespaces/argocd/${plural}?limit=1`;
  const { items, metadata } = page.parse(await kube.request('GET', path));
  return items.length + (metadata.remainingItemCount ?? 0);
}
