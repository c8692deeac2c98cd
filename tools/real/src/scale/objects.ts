import { z } from 'zod';
import { type KubeObject, refOf } from '../kube.ts';
import type { RunningHub } from './hub.ts';

/** How large objects are, in bytes of JSON. */
export interface Sizes {
  /** The largest ApplicationSet: its clusters; what g makes; what is stored once all its Applications have a status. */
  readonly applicationSet: { readonly elements: number; readonly generated: number; readonly stored: number };
  /** The largest AppProject. */
  readonly project: { readonly destinations: number; readonly stored: number };
  /** Without what an application controller says of it but that it is Synced and Healthy. */
  readonly application: number;
  /** What etcd needs for all of the hub. */
  readonly all: number;
}

const applicationSet = z.looseObject({
  metadata: z.looseObject({ labels: z.looseObject({ 'fleetwright.dev/app': z.string() }) }),
  spec: z.looseObject({
    generators: z.tuple([z.object({ list: z.object({ elements: z.array(z.looseObject({ cluster: z.string() })) }) })]),
  }),
});
const project = z.looseObject({ spec: z.looseObject({ destinations: z.array(z.unknown()) }) });

/** The app of an ApplicationSet, and the clusters of its elements. @throws ZodError for one that g does not make */
export function contentOf(set: KubeObject): { readonly app: string; readonly clusters: readonly string[] } {
  const { metadata, spec } = applicationSet.parse(set);
  const [{ list }] = spec.generators;
  return { app: metadata.labels['fleetwright.dev/app'], clusters: list.elements.map(({ cluster }) => cluster) };
}

/** The first of these objects with the most bytes. */
export function largestOf(objects: readonly KubeObject[], kind: string): KubeObject {
  const sorted = ofKind(objects, kind).toSorted((a, b) => bytes(b) - bytes(a));
  const [largest] = sorted;
  if (!largest) throw new Error(`the hub has no ${kind}`);
  return largest;
}

/** The objects of a kind. */
export function ofKind(objects: readonly KubeObject[], kind: string): readonly KubeObject[] {
  return objects.filter((object) => object.kind === kind);
}

/** The Application that an ApplicationSet makes for a cluster. */
export function applicationOf(set: KubeObject, cluster: string): KubeObject {
  const { apiVersion, metadata } = set;
  const name = `${contentOf(set).app}.${cluster}`;
  return { apiVersion, kind: 'Application', metadata: { name, namespace: metadata.namespace ?? '' } };
}

/** How large the objects on a hub are: `set` is its largest ApplicationSet, `objects` is what g made of it. */
export async function sizesOf(hub: RunningHub, set: KubeObject, objects: readonly KubeObject[]): Promise<Sizes> {
  const stored = async (object: KubeObject): Promise<number> => bytes(await hub.kube.get(refOf(object)));
  const largest = largestOf(objects, 'AppProject');
  const { clusters } = contentOf(set);
  return {
    applicationSet: { elements: clusters.length, generated: bytes(set), stored: await stored(set) },
    project: { destinations: project.parse(largest).spec.destinations.length, stored: await stored(largest) },
    application: await stored(applicationOf(set, clusters[0] ?? '')),
    all: await hub.stored(),
  };
}

function bytes(object: KubeObject | undefined): number {
  return object ? Buffer.byteLength(JSON.stringify(object)) : 0;
}
