import type { Resource } from '../resource/resource.ts';
import { get } from '../yaml/node.ts';

/** From how many objects on an index of their names is worth its making. */
const worthIndexing = 24;

/** The objects of one run of replacements, on the workbench: each write sees what those before it did. */
export interface Objects {
  readonly all: Resource[];
  byName: ReadonlyMap<string, readonly number[]> | undefined;
}

/** Numbers of the objects that have this name or had it, in their order; of all when there is no name to go by. */
export function candidates(objects: Objects, name: string | undefined): Iterable<number> {
  if (name === undefined || name === '' || objects.all.length < worthIndexing) return objects.all.keys();
  objects.byName ??= indexByName(objects.all);
  return objects.byName.get(name) ?? [];
}

/** Puts what an object has become in its place. */
export function put(objects: Objects, index: number, resource: Resource): void {
  const old = objects.all[index];
  objects.all[index] = resource;
  if (get(old?.node, 'metadata') !== get(resource.node, 'metadata')) objects.byName = undefined;
}

function indexByName(resources: readonly Resource[]): ReadonlyMap<string, readonly number[]> {
  const byName = new Map<string, number[]>();
  for (const [index, resource] of resources.entries()) {
    for (const name of new Set([resource.name, ...resource.previousIds.map((id) => id.name)])) {
      const numbers = byName.get(name);
      if (numbers === undefined) byName.set(name, [index]);
      else numbers.push(index);
    }
  }
  return byName;
}
