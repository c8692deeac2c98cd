import { refuse } from '../refusal.ts';
import { goJson } from '../yaml/go-json.ts';
import { valueOf } from '../yaml/value.ts';
import { originAnnotation } from './build-annotations.ts';
import { behaviorOf, copyMergeMetadata, mergeDataMaps, setAnnotations } from './changes.ts';
import { goText, idKey, idText } from './res-id.ts';
import type { Resource } from './resource.ts';

/**
 * The resources with generated ones created among them, merged into them or in their place, as each one's behavior says. Refuses (FW6016) what is to be
 * created and is there, what is to be merged and is not, and what several could be meant by. As `AbsorbAll` of api/resmap/reswrangler.go does.
 */
export function absorbAll(resources: readonly Resource[], generated: readonly Resource[]): readonly Resource[] {
  if (generated.length === 0) return resources;
  const state = new Absorbing(resources);
  for (const resource of generated) state.absorb(resource);
  return state.list;
}

/** The list being made, with the positions of the resources that have or had an id. It lives as long as one call. */
class Absorbing {
  readonly list: Resource[];
  readonly #positions = new Map<string, Set<number>>();

  constructor(resources: readonly Resource[]) {
    this.list = [...resources];
    for (const [index, resource] of resources.entries()) this.#learn(resource, index);
  }

  absorb(resource: Resource): void {
    const matches = [...(this.#positions.get(idKey(resource.id)) ?? [])].sort((a, b) => a - b);
    const [index] = matches;
    const old = index === undefined ? undefined : this.list[index];
    if (index === undefined || old === undefined) this.#append(resource);
    else if (matches.length > 1)
      refuseSeveral(
        resource,
        matches.flatMap((position) => this.list[position] ?? []),
      );
    else this.#replace(index, old, absorbed(resource, old));
  }

  #append(resource: Resource): void {
    const behavior = behaviorOf(resource);
    if (behavior === 'merge' || behavior === 'replace') {
      refuse(
        'FW6016',
        `id ${goText(resource.id)} does not exist; cannot merge or replace`,
        `Nothing called ${resource.name} comes from the resources before: set \`behavior: create\`, or check name and namespace.`,
        resource.place,
      );
    }
    this.#learn(resource, this.list.length);
    this.list.push(resource);
  }

  #replace(index: number, old: Resource, made: Resource): void {
    const key = idKey(made.id);
    const positions = [...(this.#positions.get(key) ?? [])];
    const current = positions.filter((position) => this.#keyAt(position) === key);
    if (current.length !== 1 || current[0] !== index) refuseReplacement(made, current.length);
    this.#forget(old, index);
    this.#learn(made, index);
    this.list[index] = made;
  }

  #keyAt(position: number): string | undefined {
    const resource = this.list[position];
    return resource === undefined ? undefined : idKey(resource.id);
  }

  #learn(resource: Resource, index: number): void {
    for (const id of [...resource.previousIds, resource.id]) {
      const key = idKey(id);
      const positions = this.#positions.get(key);
      if (positions === undefined) this.#positions.set(key, new Set([index]));
      else positions.add(index);
    }
  }

  #forget(resource: Resource, index: number): void {
    for (const id of [...resource.previousIds, resource.id]) this.#positions.get(idKey(id))?.delete(index);
  }
}

function absorbed(resource: Resource, old: Resource): Resource {
  const behavior = behaviorOf(resource);
  if (behavior === 'replace') return copyMergeMetadata(resource, old);
  if (behavior !== 'merge') {
    return refuse(
      'FW6016',
      `id ${goText(resource.id)} exists; can not use behavior: '${behavior}', behavior must be merge or replace`,
      `Set \`behavior: merge\` or \`behavior: replace\`, or generate under another name.`,
      resource.place,
      [old.place],
    );
  }
  const merged = mergeDataMaps(copyMergeMetadata(resource, old), old);
  const origin = old.annotation(originAnnotation);
  return origin === undefined
    ? merged
    : setAnnotations(merged, new Map(merged.annotations).set(originAnnotation, origin));
}

function refuseSeveral(resource: Resource, matches: readonly Resource[]): never {
  const texts = matches.map((match) => goJson(valueOf(match.node, match.file))).join(' ');
  return refuse(
    'FW6016',
    `found multiple objects [${texts}] that could accept merge of ${idText(resource.id)}`,
    'Several resources have this id now or had it before: give the generator the namespace of the one that is meant.',
    resource.place,
  );
}

/** The generated resource came to have another type than the one whose place it takes, or there are two of that. */
function refuseReplacement(made: Resource, count: number): never {
  const text = idText(made.id);
  return refuse(
    'FW6016',
    count > 1 ? `in Replace: id matched ${count} resources` : `cannot find resource with id ${text} to replace`,
    'What is there under this name has another type now, or is there twice: generate under another name.',
    made.place,
  );
}
