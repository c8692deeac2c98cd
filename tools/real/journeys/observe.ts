import { z } from 'zod';
import type { KubeObject } from '../src/kube.ts';
import { fleet, spoke } from './harness.ts';

/** What Argo CD's programs say, as JSON a line: what it is about is in other fields. */
export function messages(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.startsWith('{')).map((line) => said.parse(JSON.parse(line)).msg);
}

const said = z.object({ msg: z.string() });

/** What a repo server built, by its log, in order: `overlays/dev-1/web-app`, or `hubs/europe` for what the hub itself consists of. */
export function builds(lines: readonly string[]): readonly string[] {
  return messages(lines).flatMap((words) => /^kustomize build .*\/clusters\/(.+)$/.exec(words)?.[1] ?? []);
}

/** The Applications that an argocd-server had compare with git because of webhooks, by its log, in order. */
export function toldByWebhook(lines: readonly string[]): readonly string[] {
  return messages(lines).flatMap((words) => /^refreshing app '(.+)' from webhook$/.exec(words)?.[1] ?? []);
}

/** The pods of a cluster that are meant to run on: neither those of Jobs nor those that are going. `<cluster> <namespace>/<name>` → uid. */
export async function running(cluster: string): Promise<ReadonlyMap<string, string>> {
  const found = await spoke(cluster).kube.list({ apiVersion: 'v1', kind: 'Pod' });
  const staying = found.filter(
    ({ metadata: { deletionTimestamp, ownerReferences = [] } }) =>
      deletionTimestamp === undefined && !ownerReferences.some(({ kind }) => kind === 'Job'),
  );
  return new Map(
    staying.map(({ metadata }) => [`${cluster} ${metadata.namespace}/${metadata.name}`, metadata.uid ?? '']),
  );
}

/** {@link running} of all clusters. */
export async function allRunning(): Promise<ReadonlyMap<string, string>> {
  const all = await Promise.all(fleet.spokes.map(({ name }) => running(name)));
  return new Map(all.flatMap((pods) => [...pods]));
}

/** Those of some pods whose name matches (`wanted`), or does not, by name. */
export function withName(
  pods: ReadonlyMap<string, string>,
  pattern: RegExp,
  wanted: boolean,
): readonly (readonly [string, string])[] {
  return [...pods].filter(([name]) => pattern.test(name) === wanted).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** The image of the first container of a workload. */
export function imageOf(workload: KubeObject | undefined): string | undefined {
  return workload?.['spec'].template.spec.containers[0].image;
}

/** Whether a Deployment wants an image in its first container, and all of its pods are of that revision and ready. */
export function runsOnly(deployment: KubeObject | undefined, image: string): boolean {
  return deployment !== undefined && imageOf(deployment) === image && isRolledOut(deployment);
}

/** Whether all pods of a Deployment are of its newest revision and ready. */
export function isRolledOut({ metadata, spec, status }: KubeObject): boolean {
  return (
    status?.observedGeneration === metadata.generation &&
    status.replicas === spec.replicas &&
    status.updatedReplicas === spec.replicas &&
    status.availableReplicas === spec.replicas
  );
}

/** Whether the last sync of an Application was of a commit, and succeeded. */
export function hasSynced({ status }: KubeObject, sha: string): boolean {
  return status?.operationState?.phase === 'Succeeded' && status.operationState.syncResult?.revision === sha;
}

/** The time since a moment of `performance.now()`, in words. */
export function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
