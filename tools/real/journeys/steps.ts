import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { promisify } from 'node:util';
import { application } from '../src/fleet/applications.ts';
import { namespace } from '../src/fleet/argo-cd.ts';
import type { KubeObject, Ref } from '../src/kube.ts';
import { binFolder } from '../src/programs.ts';
import { applicationOf, fleet, hub, hubOf, untilApplication } from './harness.ts';
import { hasSynced } from './observe.ts';

// What a person does, and what several journeys wait for.

/** Renders what is declared, promotes `fleet` to a stage, and pushes both commits, as docs/how-to/add-a-cluster.md says. The sha of the last. */
export async function promoteFleet(stage: string, why: string): Promise<string> {
  await fleet.repository.fleetwright('render');
  await fleet.repository.commit(why);
  await fleet.repository.fleetwright('promote', 'fleet', '--to', stage);
  return fleet.repository.push(`Promote fleet to ${stage}`);
}

/** Runs a line that begins with `kubectl`, as a person with the contexts of a hub or cluster does. What it prints. */
export async function shell(kubeconfig: string, line: string): Promise<string> {
  const PATH = [binFolder, process.env['PATH']].join(delimiter);
  // kubectl keeps what it knows of a server in HOME.
  const env = { PATH, KUBECONFIG: kubeconfig, HOME: dirname(kubeconfig) };
  const { stdout } = await promisify(execFile)('/bin/sh', ['-ec', line], { env });
  return stdout;
}

/** The Applications of a cluster, that a person finds by their label, by name. */
export async function applicationsOf(hubName: string, cluster: string): Promise<readonly KubeObject[]> {
  const found = await hub(hubName).kube.list({
    ...application,
    namespace,
    labels: `fleetwright.dev/cluster=${cluster}`,
  });
  return found.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** An ApplicationSet as its hub has it. */
export function setNamed(name: string): Ref {
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', name, namespace };
}

/** Waits until the root of a hub has synced a commit. */
export async function untilRootIsAt(hubName: string, sha: string): Promise<void> {
  const root = { ...application, name: 'fleetwright.root', namespace };
  await hub(hubName).kube.until(
    root,
    `the root of ${hubName} has synced ${sha}`,
    (seen) => seen !== undefined && hasSynced(seen, sha),
  );
}

/**
 * Has the ApplicationSet controller go through a set once more, as it is now, and waits for the end of that: what it wants to make or
 * delete is made or deleted then.
 */
export async function untilReconciled(hubName: string, set: string): Promise<void> {
  const { kube } = hub(hubName);
  // The controller takes it away at the end of a pass (https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Controlling-Resource-Modification/).
  const refresh = 'argocd.argoproj.io/application-set-refresh';
  await kube.patch(setNamed(set), { metadata: { annotations: { [refresh]: 'true' } } });
  await kube.until(
    setNamed(set),
    `the controller has gone through ${set}`,
    (seen) => seen?.metadata.annotations?.[refresh] === undefined,
  );
}

/** Name → uid: the same where nothing was made anew. */
export function uids(objects: readonly KubeObject[]): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(objects.map(({ metadata }) => [`${metadata.namespace}/${metadata.name}`, metadata.uid]));
}

/** Gives an app's only image another tag, renders and commits that: a release. The image before and after. */
export async function newImage(app: string): Promise<{ readonly from: string; readonly to: string }> {
  const file = `apps/${app}/images.yaml`;
  const [, name = '', tag = ''] = /name: (\S+)\n {2}tag: '([^']+)'/.exec(fleet.repository.read(file)) ?? [];
  fleet.repository.edit(file, `tag: '${tag}'`, `tag: '${tag}-next'`);
  await fleet.repository.fleetwright('render');
  await fleet.repository.commit(`${app}: ${tag}-next`);
  return { from: `${name}:${tag}`, to: `${name}:${tag}-next` };
}

/**
 * Has argocd-server start a sync of all that an Application has, with its hooks and with pruning, as `argocd app sync
 * --prune` does, and waits until it has succeeded. Not by writing `operation` into the Application: what
 * `status.operationState` has from the operation before, its list of resources too, would be merged into that.
 */
export async function syncByHand(app: string, cluster: string): Promise<void> {
  const { spec } = await applicationOf(app, cluster);
  const revision = await fleet.repository.git('rev-parse', 'HEAD');
  const answer = await fetch(`${hubOf(cluster).argocd}/api/v1/applications/${app}.${cluster}/sync`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      prune: true,
      strategy: { hook: {} },
      syncOptions: { items: spec.syncPolicy.syncOptions },
    }),
  });
  if (!answer.ok) throw new Error(`sync of ${app}.${cluster}: ${answer.status} ${await answer.text()}`);
  await untilApplication(
    app,
    cluster,
    'has synced by hand',
    (seen) =>
      seen['operation'] === undefined &&
      hasSynced(seen, revision) &&
      seen['status'].operationState.operation.initiatedBy?.automated !== true,
  );
}
