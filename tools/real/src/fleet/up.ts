import { join } from 'node:path';
import { Kube, until } from '../kube.ts';
import { startGitServer } from '../repository/git-server.ts';
import { prepareRepository } from '../repository/prepare.ts';
import { applications, isFine } from './applications.ts';
import { configureArgoCd, namespace, startArgoCd } from './argo-cd.ts';
import type { Chosen } from './choose.ts';
import { type Shared, startApiServer, startControllers, startEtcd, startScheduler } from './cluster.ts';
import { applyHubCrds, applySpokeCrds } from './crds.ts';
import { kubectl } from './kubectl.ts';
import { startKwok } from './kwok.ts';
import { startPrometheus } from './prometheus.ts';
import { startRollouts } from './rollouts.ts';
import { prepareSpoke } from './spoke.ts';
import type { ClusterState, HubState, SpokeState, State } from './state.ts';
import type { Supervisor } from './supervisor.ts';

/** Told how far it is: `done` of `total` parts of what `label` names. */
export type Tell = (label: string, done: number, total: number) => void;

/** What to start. */
export interface Wish {
  readonly name: string;
  /** Where all of the fleet's files go; a path. */
  readonly folder: string;
  readonly chosen: Chosen;
  /** Names of the clusters that run Argo Rollouts. */
  readonly rollouts: readonly string[];
  readonly supervisor: Supervisor;
  readonly control: State['control'];
  tell: Tell;
  /** Something that a person should know. */
  note: (words: string) => void;
}

/**
 * Brings a fleet up: its clusters, its repository, its hubs, and the root Application of each hub with what a hub's owner adds by hand.
 * Its programs run when this returns; whether its Applications are fine is asked with {@link untilFine}.
 * @throws Error where Argo Rollouts is wished for a cluster that does not run, or something does not start
 */
export async function bringUp(wish: Wish): Promise<State> {
  const { supervisor, folder, chosen, tell } = wish;
  checkRollouts(wish);
  const all = [...chosen.hubs, ...chosen.clusters.map(({ name }) => name)];
  const steps = counter(tell, 'starting', 2 * all.length + chosen.clusters.length + 3);
  const shared = await steps(startEtcd({ supervisor, folder }));
  const states = await Promise.all(all.map((name) => steps(startApiServer(shared, name))));
  const hubs = states.slice(0, chosen.hubs.length);
  const spokes = chosen.clusters.map(({ name, stage, hub }, index): SpokeState => {
    const state = states[chosen.hubs.length + index];
    if (!state) throw new TypeError(name);
    return { ...state, stage, hub, rollouts: wish.rollouts.includes(name) };
  });

  const hooks: string[] = [];
  const bare = join(folder, 'fleet.git');
  const git = await startGitServer({ repository: bare, hooks: () => hooks, note: wish.note });
  const workTree = join(folder, 'work-tree');
  const servers = new Map(spokes.map(({ name, server }) => [name, server]));
  const prometheus = await startPrometheus();
  const [running] = await Promise.all([
    Promise.all(hubs.map((hub) => steps(startHub(shared, hub)))),
    Promise.all(spokes.map((spoke) => steps(startSpoke(shared, spoke, steps)))),
    steps(prepareRepository({ bare, workTree, url: git.url, chosen, servers, say: wish.note })),
  ]);
  for (const hub of running) hooks.push(`${hub.argocd}/api/webhook`, `${hub.applicationSets}/api/webhook`);
  await steps(
    Promise.all(
      running.map((hub) =>
        connectHub(
          hub,
          workTree,
          spokes.filter((spoke) => spoke.hub === hub.name),
        ),
      ),
    ),
  );
  return {
    name: wish.name,
    hubs: running,
    spokes,
    leftOut: [...chosen.leftOut],
    repository: { url: git.url, workTree },
    prometheus,
    etcd: shared.etcd,
    control: wish.control,
  };
}

/** Waits until every Application of the hubs is Synced and Healthy, and there are some. @throws Error that names those that are not */
export async function untilFine(hubs: readonly HubState[], tell: Tell, timeout = 300_000): Promise<void> {
  const kubes = hubs.map((hub) => new Kube(hub));
  let bad: readonly string[] = [];
  try {
    await until(
      'every Application is Synced and Healthy',
      async () => {
        const found = (await Promise.all(kubes.map(applications))).flat();
        const others = found.filter((one) => !isFine(one));
        tell('Applications that are Synced and Healthy', found.length - others.length, found.length);
        bad = others.map(({ name, sync, health, problems }) =>
          [`${name}: ${sync}, ${health}`, ...problems].join('\n    '),
        );
        return others.length === 0 && found.length > hubs.length;
      },
      timeout,
      () => `\n  ${bad.join('\n  ')}`,
    );
  } finally {
    await Promise.all(kubes.map((kube) => kube.close()));
  }
}

function checkRollouts({ rollouts, chosen }: Wish): void {
  const names = chosen.clusters.map(({ name }) => name);
  const unknown = rollouts.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`--rollouts names ${unknown.join(', ')}, but the clusters that run are ${names.join(', ')}`);
}

async function startHub(shared: Shared, hub: ClusterState): Promise<HubState> {
  const kube = new Kube(hub);
  await applyHubCrds(kube);
  await configureArgoCd(hub, kube);
  await kube.close();
  await startControllers(shared, hub, 'hub');
  return startArgoCd(shared, hub);
}

async function startSpoke(shared: Shared, spoke: SpokeState, steps: Steps): Promise<void> {
  const kube = new Kube(spoke);
  await applySpokeCrds(kube, { rollouts: spoke.rollouts });
  await steps(prepareSpoke(kube));
  await kube.close();
  await Promise.all([
    startControllers(shared, spoke, 'spoke'),
    startScheduler(shared, spoke),
    startKwok(shared, spoke),
    ...(spoke.rollouts ? [startRollouts(shared, spoke)] : []),
  ]);
}

/** What docs/how-to/connect-a-hub.md asks of a hub's owner: the root, once, and the credentials of each cluster. */
async function connectHub(hub: HubState, workTree: string, spokes: readonly SpokeState[]): Promise<void> {
  const root = join(workTree, 'clusters/hubs', hub.name, 'root.yaml');
  await kubectl(hub, 'apply', '--server-side', '--filename', root);
  const kube = new Kube(hub);
  await Promise.all(spokes.map((spoke) => addCredentials(kube, spoke)));
  await kube.close();
}

/** Puts what Argo CD needs to reach a cluster into the cluster's registration, as soon as that is there. */
export async function addCredentials(hub: Kube, { name, token, ca }: ClusterState): Promise<void> {
  const secret = { apiVersion: 'v1', kind: 'Secret', name: `cluster-${name}`, namespace };
  await hub.until(secret, `the hub's root brings the registration of ${name}`, (object) => object !== undefined);
  const config = { bearerToken: token, tlsClientConfig: { caData: Buffer.from(ca).toString('base64') } };
  await hub.patch(secret, { stringData: { config: JSON.stringify(config) } });
}

type Steps = <T>(step: Promise<T>) => Promise<T>;

function counter(tell: Tell, label: string, total: number): Steps {
  let done = 0;
  return async (step) => {
    const result = await step;
    done++;
    tell(label, done, total);
    return result;
  };
}
