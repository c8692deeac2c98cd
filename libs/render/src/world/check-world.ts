import { type Diagnostic, error, warning } from '@fleetwright/diagnostics';
import type { FileTree } from 'kustomize-ts';
import { type Documents, type ObjectId, openDocuments } from '../deploy/documents.ts';
import { someOf, sortedEntries } from '../deploy/names.ts';
import { type Placed, place } from '../deploy/place.ts';
import { readStages, stagesRoot } from '../deploy/read-stages.ts';
import type { Stage } from '../deploy/stage.ts';
import { type ObjectReader, objectReader } from './objects.ts';

/**
 * What spans apps and clusters, looked at over everything that the stages hold; `stages` has paths from `clusters/stages`. Errors: all
 * of `deploy`, and FW3005 for an object that two apps own on one cluster. A warning (FW3007) for a namespace that an app uses
 * and no platform app of its stage owns. Clusters that are joining count as active: that is what they will be.
 */
export function checkWorld(stages: FileTree, documents: Documents = openDocuments()): readonly Diagnostic[] {
  const read = readStages(stages, documents);
  const { placed, errors } = place(read.stages, { joined: true });
  const objects = objectReader(stages, documents);
  return [
    ...read.errors,
    ...errors,
    ...sharedObjects(placed, objects),
    ...read.stages.flatMap((stage) => unownedNamespaces(stage, objects)),
  ];
}

/** Objects with the same two owners, and where. */
interface Shared {
  readonly owners: readonly [Placed, Placed];
  readonly objects: Set<string>;
  readonly clusters: Set<string>;
}

function sharedObjects(placed: readonly Placed[], objects: ObjectReader): Diagnostic[] {
  const found = new Map<string, Shared>();
  for (const { clusters, apps } of crowds(placed)) {
    const owners = new Map<string, Placed>();
    for (const app of apps) {
      for (const id of objects(`${app.stage}/${app.entry}/config/${app.variant}`)) {
        const key = `${id.group}/${id.kind}/${id.namespace}/${id.name}`;
        const owner = owners.get(key);
        if (!owner) owners.set(key, app);
        else if (owner.app !== app.app) addShared(found, [owner, app], id, clusters);
      }
    }
  }
  return sortedEntries(found).map(([, shared]) => sharedError(shared));
}

function addShared(
  found: Map<string, Shared>,
  owners: readonly [Placed, Placed],
  { kind, namespace, name }: ObjectId,
  clusters: readonly string[],
): void {
  const [one, other] = owners;
  const key = `${one.stage}/${one.entry} ${other.entry}`;
  const known = found.get(key) ?? { owners, objects: new Set(), clusters: new Set() };
  known.objects.add(namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`);
  for (const cluster of clusters) known.clusters.add(cluster);
  found.set(key, known);
}

/** Clusters that run the very same variants of the same apps: one look is enough for all of them. */
function crowds(
  placed: readonly Placed[],
): Iterable<{ readonly clusters: readonly string[]; readonly apps: readonly Placed[] }> {
  const found = new Map<string, { clusters: string[]; apps: readonly Placed[] }>();
  for (const [cluster, apps] of Map.groupBy(placed, (one) => one.cluster)) {
    const key = apps.map(({ stage, entry, variant }) => `${stage}/${entry}/${variant}`).join(' ');
    const known = found.get(key);
    if (known) known.clusters.push(cluster);
    else found.set(key, { clusters: [cluster], apps });
  }
  return found.values();
}

function sharedError({ owners: [one, other], objects, clusters }: Shared): Diagnostic {
  const what = someOf([...objects].toSorted());
  const message = `both ${one.app} and ${other.app} own ${what} on ${someOf([...clusters].toSorted())}`;
  const hint = 'give one of them another name; what moves from one app to another is retired in the old one first';
  return error('FW3005', message, hint, releaseAt(other.stage, other.entry));
}

/* Every cluster has these from its birth. */
const alwaysThere = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

function unownedNamespaces(stage: Stage, objects: ObjectReader): Diagnostic[] {
  const owned = new Set(alwaysThere);
  for (const { release, folder } of stage.entries.values()) {
    if (!release.platform) continue;
    for (const variant of release.variants) {
      for (const { group, kind, name } of objects(`${stage.name}/${folder}/config/${variant}`)) {
        if (group === '' && kind === 'Namespace') owned.add(name);
      }
    }
  }
  const users = new Map<string, string[]>();
  for (const { release, folder } of stage.entries.values()) {
    if (release.platform) continue;
    for (const namespace of [release.namespace, ...release.namespaces]) {
      if (!owned.has(namespace)) users.set(namespace, [...(users.get(namespace) ?? []), folder]);
    }
  }
  return sortedEntries(users).map(([namespace, folders]) => {
    const message = `no platform app in ${stage.name} owns the namespace ${namespace} of ${someOf(folders)}`;
    const hint = `promote the platform app that has it before the apps, or add it to one (definePlatform): without it nothing can start there`;
    return warning('FW3007', message, hint, releaseAt(stage.name, folders[0] ?? ''));
  });
}

function releaseAt(stage: string, folder: string): { readonly file: string } {
  return { file: `${stagesRoot}/${stage}/${folder}/config/release.yaml` };
}
