import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { application, isFine, summary } from '../src/fleet/applications.ts';
import { namespace } from '../src/fleet/argo-cd.ts';
import type { Kube, KubeObject, Ref } from '../src/kube.ts';
import { applicationOf, fleet, hubOf } from './harness.ts';
import { hasSynced } from './observe.ts';

// What journeys make beside the generated: plain manifests in the repository, and Applications of them on the hub nonprod.

const cluster = 'dev-1';
const nonprod = hubOf(cluster).kube;

/** The kind AppProject. */
export const project = { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject' };
/** The kind ConfigMap. */
export const configMap = { apiVersion: 'v1', kind: 'ConfigMap' };
/** What makes Argo CD delete an Application's objects with it. */
export const finalizers: readonly string[] = ['resources-finalizer.argocd.argoproj.io'];

/** An Application and its AppProject, as they are generated. */
interface Alike {
  readonly app: Ref;
  readonly start: () => Promise<void>;
  /** Takes both away, and nothing with them. */
  readonly end: () => Promise<void>;
}

/**
 * A copy of the Application of an app and of its AppProject, for a folder of plain manifests.
 * @param app whose Application it is like
 * @param into the namespace that it goes to, which is added to the glob of the project
 */
export async function alike(app: string, path: string, into: string): Promise<Alike> {
  const { spec } = await applicationOf(app, cluster);
  const generated = await get(nonprod, { ...project, name: spec.project, namespace });
  const destinations = generated['spec'].destinations.map((one: { namespace: string }) => ({
    ...one,
    namespace: one.namespace.replace('}', `,${into}}`),
  }));
  const metadata = { name: path, namespace };
  return {
    app: { ...application, ...metadata },
    async end() {
      await leave({ ...application, ...metadata });
      await nonprod.delete({ ...project, ...metadata });
    },
    async start() {
      await nonprod.apply({ ...project, metadata, spec: { ...generated['spec'], destinations } });
      await nonprod.apply({
        ...application,
        metadata: { ...metadata, annotations: { 'argocd.argoproj.io/manifest-generate-paths': `/${path}` } },
        spec: {
          ...spec,
          project: path,
          source: { ...spec.source, path },
          destination: { ...spec.destination, namespace: into },
        },
      });
    },
  };
}

/** Writes objects into a folder of the repository, with a kustomization. */
export function folder(path: string, objects: readonly KubeObject[]): void {
  mkdirSync(join(fleet.repository.folder, path), { recursive: true });
  for (const [index, object] of objects.entries()) fleet.repository.write(`${path}/${index}.yaml`, stringify(object));
  const resources = objects.map((_, index) => `${index}.yaml`);
  fleet.repository.write(`${path}/kustomization.yaml`, stringify({ resources }));
}

/** What came of a sync, object by object, and of it as a whole. */
export function results(object: KubeObject | undefined): readonly string[] {
  const { phase, message, syncResult } = object?.['status'].operationState ?? {};
  const resources: readonly { kind: string; name: string; status?: string; hookPhase?: string; message: string }[] =
    syncResult?.resources ?? [];
  return [
    ...resources.map(({ kind, name, status, message: why }) => `${kind} ${name}: ${status ?? ''} ${why}`),
    `${phase}: ${message}`,
  ];
}

/** Waits until an Application has synced a commit, and is Synced and Healthy. */
export async function untilDone(ref: Ref, sha: string): Promise<void> {
  await nonprod.until(
    ref,
    `${ref.name} is fine at ${sha}`,
    (object) => object !== undefined && isFine(summary(object)) && hasSynced(object, sha),
  );
}

/** Deletes an Application, if there is one, and leaves what it has. */
export async function leave(ref: Ref): Promise<void> {
  if (!(await nonprod.get(ref))) return;
  await nonprod.patch(ref, { metadata: { finalizers: null } });
  await nonprod.delete(ref);
}

/** An object that must be there. @throws Error where it is not */
export async function get(from: Kube, ref: Ref): Promise<KubeObject> {
  const found = await from.get(ref);
  if (!found) throw new Error(`there is no ${ref.kind} ${ref.name}`);
  return found;
}
