import { z } from 'zod';
import { Kube } from '../kube.ts';
import { WorkTree } from '../repository/work-tree.ts';
import { type ClusterState, cluster, type HubState, readState, type SpokeState, type State } from './state.ts';
import { type Status, status } from './supervisor.ts';

/** A cluster of a running fleet. */
export interface Cluster {
  readonly name: string;
  readonly kube: Kube;
}

/** A running fleet, for whoever wants to look at it or change it: `connect` gives one. */
export interface Fleet {
  readonly state: State;
  readonly hubs: readonly (Cluster & HubState)[];
  readonly spokes: readonly (Cluster & SpokeState)[];
  /** The repository as a team member sees it: a clone to work in, and to push from. */
  readonly repository: WorkTree;
  /** The process that holds the programs. */
  readonly control: Control;
  close(): Promise<void>;
}

/** What the process that holds a fleet's programs does when it is asked. Names as in `fleet status`: `europe/argocd-server`; a prefix (`europe`) is all below it. */
export interface Control {
  /** Kills, as a power cut would. The names of what it killed. */
  kill(prefix: string): Promise<readonly string[]>;
  /** Starts again what was killed, and waits until it is ready. */
  start(prefix: string): Promise<readonly string[]>;
  /** Starts one more cluster: nodes, and the controllers of Kubernetes alone; no definitions of add-ons. The fleet's lists do not get it: whoever adds it removes it. */
  addSpoke(name: string): Promise<Cluster & ClusterState>;
  /** Kills a cluster that was added, and forgets all that it held. */
  removeSpoke(name: string): Promise<void>;
}

/** The fleet whose state is in a folder. @throws Error when none runs there */
export async function connect(folder: string): Promise<Fleet> {
  const state = readState(folder);
  if (!state) throw new Error(`no fleet runs in ${folder}: start one with \`npm run fleet -- up\``);
  const hubs = state.hubs.map(withKube);
  const spokes = state.spokes.map(withKube);
  return {
    state,
    hubs,
    spokes,
    repository: new WorkTree(state.repository.workTree),
    control: {
      kill: (prefix) => ask(state, 'POST', `kill/${prefix}`).then((answer) => names.parse(answer)),
      start: (prefix) => ask(state, 'POST', `start/${prefix}`).then((answer) => names.parse(answer)),
      addSpoke: async (name) => withKube(cluster.parse(await ask(state, 'PUT', `spoke/${name}`))),
      removeSpoke: async (name) => void (await ask(state, 'DELETE', `spoke/${name}`)),
    },
    async close() {
      await Promise.all([...hubs, ...spokes].map(({ kube }) => kube.close()));
    },
  };
}

function withKube<T extends ClusterState>(cluster: T): T & Cluster {
  return { ...cluster, kube: new Kube(cluster) };
}

/** What became of the programs of a running fleet. @throws Error where the process that holds them does not answer */
export async function programsOf(state: State): Promise<readonly Status[]> {
  return statuses.parse(await ask(state, 'GET', 'programs'));
}

const names = z.array(z.string());
const statuses = z.array(status);

async function ask(
  { name, control }: State,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  what: string,
): Promise<unknown> {
  const answer = await fetch(`${control.url}/${what}`, { method }).catch((cause: unknown) => {
    throw new Error(
      `process ${control.pid}, which holds the fleet ${name}, does not answer: \`npm run fleet -- down --name ${name}\` ends it`,
      { cause },
    );
  });
  if (!answer.ok) throw new Error(`${what}: ${await answer.text()}`);
  return answer.json();
}
