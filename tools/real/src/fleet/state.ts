import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

// What a running fleet is, as its folder says it: whoever has the folder can reach all of it.

/** A cluster, hub or spoke, and how to reach it. */
export const cluster = z.object({
  /** What its programs and files are called: the hub's name, or the cluster's. */
  name: z.string(),
  server: z.url(),
  /** PEM. */
  ca: z.string(),
  token: z.string(),
  /** For kubectl; a path. */
  kubeconfig: z.string(),
});

const schema = z.object({
  name: z.string(),
  hubs: z.array(
    cluster.extend({
      /** argocd-server, without authentication: its API and the webhook of Applications. */
      argocd: z.url(),
      /** The webhook of the ApplicationSet controller. */
      applicationSets: z.url(),
    }),
  ),
  spokes: z.array(cluster.extend({ stage: z.string(), hub: z.string(), rollouts: z.boolean() })),
  /** Clusters of the inventory that do not run here. */
  leftOut: z.array(z.string()),
  repository: z.object({
    /** Where Argo CD gets it. */
    url: z.url(),
    /** A clone to work in, whose `origin` is `url`; a path. */
    workTree: z.string(),
  }),
  /** An HTTP double of Prometheus: `PUT /value` with a number says what every query gives from then on. */
  prometheus: z.url(),
  /** The etcd of all clusters. */
  etcd: z.url(),
  /** Where the process that holds all programs listens; it is the one of {@link holderOf}. */
  control: z.object({ url: z.url(), pid: z.int() }),
});

/** What `state.json` in a fleet's folder says: there when the fleet is ready, and as long as it runs. */
export type State = z.infer<typeof schema>;
export type HubState = State['hubs'][number];
export type SpokeState = State['spokes'][number];
export type ClusterState = z.infer<typeof cluster>;

/** The state of the fleet that runs in a folder; `undefined` when none does, also where one was killed and could not say so. @throws where the file is not one */
export function readState(folder: string): State | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, 'state.json'), 'utf8');
  } catch {
    return undefined;
  }
  const state = schema.parse(JSON.parse(text));
  return isHolder(state.control.pid, folder) ? state : undefined;
}

/** Writes the state: whole, or not at all. */
export function writeState(folder: string, state: State): void {
  const file = join(folder, 'state.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Says which process holds the fleet of a folder, from its first moment on. */
export function writeHolder(folder: string, pid: number): void {
  writeFileSync(join(folder, 'holder.pid'), `${pid}\n`);
}

/** The process that holds the fleet of a folder, which may still be starting, or ending; `undefined` when there is none. */
export function holderOf(folder: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(folder, 'holder.pid'), 'utf8'));
    return isHolder(pid, folder) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process is there that was started to hold the fleet of a folder, and none that got the number of one that is gone. */
function isHolder(pid: number, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(resolve(folder));
  } catch {
    return false;
  }
}
