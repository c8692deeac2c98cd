import { Leaf } from '@fleetwright/model/engine';
import { type DraftMap, type DraftNode, Empty, isDraftList, isDraftMap } from './draft.ts';

/** Fields of a list's items that tell them apart; the first must be said, the others have a default or are unique anyway. */
type MergeKeys = { readonly [field: string]: readonly [string, ...(readonly string[])] };

const pods: MergeKeys = {
  containers: ['name'],
  env: ['name'],
  ephemeralContainers: ['name'],
  hostAliases: ['ip'],
  imagePullSecrets: ['name'],
  initContainers: ['name'],
  ports: ['containerPort', 'protocol'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  volumeDevices: ['devicePath'],
  volumeMounts: ['mountPath'],
  volumes: ['name'],
};

/** Lists that Kubernetes merges, by kind; all others, and every list of a kind that an add-on brings, are replaced. */
const mergeKeys: { readonly [kind: string]: MergeKeys } = {
  CronJob: pods,
  DaemonSet: pods,
  Deployment: pods,
  Job: pods,
  StatefulSet: pods,
  Service: { ports: ['port', 'protocol'] },
  ServiceAccount: { imagePullSecrets: ['name'], secrets: ['name'] },
};

/**
 * The object with a patch merged into it: maps merge, null deletes, lists of items with a merge key merge item by item
 * (what the object lacks is appended, in the order of the patch), other lists are replaced.
 */
export function merged(kind: string, object: DraftMap, patch: DraftMap): DraftMap {
  return mergeMaps(object, patch, mergeKeys[kind] ?? {});
}

function mergeMaps(object: DraftMap, patch: DraftMap, keys: MergeKeys): DraftMap {
  const result = new Map(Object.entries(object));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, mergeNodes(result.get(key), value, key, keys));
  }
  return Object.fromEntries(result);
}

function mergeNodes(old: DraftNode, patch: DraftNode, field: string, keys: MergeKeys): DraftNode {
  if (isDraftMap(patch)) return mergeMaps(isDraftMap(old) ? old : {}, patch, keys);
  if (patch instanceof Empty && patch.of === 'map' && isDraftMap(old)) return old;
  if (!isDraftList(patch)) return patch;
  const by = keys[field];
  const items = patch.map((item) => (isDraftMap(item) ? mergeMaps({}, item, {}) : item));
  if (!by || !isDraftList(old)) return items;
  let result: readonly DraftNode[] = old;
  for (const item of patch) result = mergeItem(result, item, by, keys);
  return result;
}

function mergeItem(
  list: readonly DraftNode[],
  item: DraftNode,
  by: readonly string[],
  keys: MergeKeys,
): readonly DraftNode[] {
  if (!isDraftMap(item)) return [...list, item];
  const index = list.findIndex((one) => isDraftMap(one) && by.every((key, rank) => sameKey(one[key], item[key], rank)));
  const old = list[index];
  if (!isDraftMap(old)) return [...list, mergeMaps({}, item, {})];
  return list.with(index, mergeMaps(old, item, keys));
}

/** Keys after the first, such as a port's protocol, are compared only where both say them. */
function sameKey(a: DraftNode, b: DraftNode, rank: number): boolean {
  if (rank > 0 && (a === undefined || b === undefined)) return true;
  return a !== undefined && plainKey(a) === plainKey(b);
}

function plainKey(node: DraftNode): unknown {
  return node instanceof Leaf ? node.value : node;
}
