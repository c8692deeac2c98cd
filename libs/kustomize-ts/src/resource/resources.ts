import { type Attempts, attempts, refuse } from '../refusal.ts';
import { type Id, idKey, idText } from './res-id.ts';
import type { Resource } from './resource.ts';

/*
 * Lists of resources, as api/resmap/reswrangler.go has them. Looking something up by its id goes by tables that are made when they are first asked for,
 * and kept for as long as the list.
 */

/** Positions in a list by the keys of ids. */
type Table = ReadonlyMap<string, readonly number[]>;

interface Tables {
  current?: Table;
  any?: Table;
}

const tables = new WeakMap<readonly Resource[], Tables>();

function tablesOf(resources: readonly Resource[]): Tables {
  let found = tables.get(resources);
  if (found === undefined) {
    found = {};
    tables.set(resources, found);
  }
  return found;
}

function makeTable(resources: readonly Resource[], keysOf: (resource: Resource) => readonly string[]): Table {
  const positions = new Map<string, number[]>();
  for (const [index, resource] of resources.entries()) {
    for (const key of keysOf(resource)) {
      const found = positions.get(key);
      if (found === undefined) positions.set(key, [index]);
      else if (found.at(-1) !== index) found.push(index);
    }
  }
  return positions;
}

function found(resources: readonly Resource[], table: Table, key: string): readonly Resource[] {
  const positions = table.get(key);
  return positions === undefined ? nothing : positions.flatMap((position) => resources[position] ?? []);
}

const nothing: readonly Resource[] = [];

/** The resources that have this id. */
export function withCurrentId(resources: readonly Resource[], id: Id): readonly Resource[] {
  const known = tablesOf(resources);
  known.current ??= makeTable(resources, (resource) => [idKey(resource.id)]);
  return found(resources, known.current, idKey(id));
}

/** The resources that have this id or had it before. */
export function withAnyId(resources: readonly Resource[], id: Id): readonly Resource[] {
  const known = tablesOf(resources);
  known.any ??= makeTable(resources, anyKeys);
  return found(resources, known.any, idKey(id));
}

/** The keys of the ids that a resource has or had. */
function anyKeys(resource: Resource): readonly string[] {
  const current = idKey(resource.id);
  const { previousIds } = resource;
  return previousIds.length === 0 ? [current] : [...previousIds.map(idKey), current];
}

/** The resources one of whose ids, earlier or current, the test takes. Goes through all of them. */
export function whereAnyId(resources: readonly Resource[], test: (id: Id) => boolean): readonly Resource[] {
  return resources.filter((resource) => test(resource.id) || resource.previousIds.some(test));
}

/** The one resource that has this id or had it before. Refuses (FW6011) when there is none, or several; `patch` is for messages. */
export function getById(resources: readonly Resource[], id: Id, patch: Resource): Resource {
  const found = withAnyId(resources, id);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const text = idText(id);
  const problem = found.length > 1 ? `multiple matches for Id ${text}` : `no matches for Id ${text}`;
  return refuse(
    'FW6011',
    `${problem}; failed to find unique target for patch ${text}`,
    found.length > 1
      ? 'Say which one is meant: give the patch a namespace, or a `target`.'
      : 'Check apiVersion, kind, name and namespace of the patch; the name is the one before or after prefixes and suffixes.',
    patch.place,
    found.map(({ place }) => place),
  );
}

/** Resources by id, of lists that are known to have each id once. */
const registers = new WeakMap<readonly Resource[], Map<string, Resource>>();

/**
 * All the lists, one after the other; each id is looked at once, however many calls a list grows by. Refuses (FW6010) an id that is there already. As `AppendAll`
 * does.
 */
export function appendAll(...lists: readonly (readonly Resource[])[]): readonly Resource[] {
  const filled = lists.filter((list) => list.length > 0);
  const [first = lists[0] ?? nothing, ...others] = filled;
  unique(first);
  if (others.length === 0) return first;
  // What is registered of the first list goes over to the new one: nobody appends to the old one again, mostly.
  const register = registers.get(first) ?? new Map<string, Resource>();
  registers.delete(first);
  const { attempt, settle } = attempts();
  for (const list of others) attempt(() => enter(register, list));
  settle();
  const all = filled.flat();
  registers.set(all, register);
  return all;
}

/** The resources; refuses (FW6010) two with one id. */
export function unique(resources: readonly Resource[]): readonly Resource[] {
  if (!registers.has(resources)) registers.set(resources, enter(new Map(), resources));
  return resources;
}

function enter(register: Map<string, Resource>, resources: readonly Resource[]): Map<string, Resource> {
  let tries: Attempts | undefined;
  for (const resource of resources) {
    const key = idKey(resource.id);
    const other = register.get(key);
    if (other === undefined) register.set(key, resource);
    else {
      tries ??= attempts();
      tries.attempt(() => refuseTwice(resource, other));
    }
  }
  tries?.settle();
  return register;
}

/** The resources that are not empty: a patch may have taken everything away. */
export function dropEmpties(resources: readonly Resource[]): readonly Resource[] {
  return editAll(resources, (resource) => (resource.node.entries.length === 0 ? undefined : resource));
}

/** Refuses (FW6010) a resource whose id another one has. */
function refuseTwice(resource: Resource, other: Resource): never {
  return refuse(
    'FW6010',
    `may not add resource with an already registered id: ${idText(resource.id)}`,
    'Two resources have the same type, name and namespace: rename one, or make one a patch of the other.',
    resource.place,
    [other.place, resource.place],
  );
}

/**
 * The list with what `edit` makes of each resource; `undefined` leaves it out. Itself when nothing changed. Where no id changed, what was made for looking
 * ids up is kept.
 */
export function editAll(
  resources: readonly Resource[],
  edit: (resource: Resource, index: number) => Resource | undefined,
): readonly Resource[] {
  let edited: Resource[] | undefined;
  let keptIds = true;
  for (const [index, resource] of resources.entries()) {
    const made = edit(resource, index);
    if (made === resource) {
      edited?.push(made);
      continue;
    }
    edited ??= resources.slice(0, index);
    keptIds &&= made !== undefined && tables.has(resources) && sameIds(made, resource);
    if (made !== undefined) edited.push(made);
  }
  if (edited === undefined) return resources;
  const known = tables.get(resources);
  if (keptIds && known !== undefined) tables.set(edited, known);
  return edited;
}

function sameIds(a: Resource, b: Resource): boolean {
  const keys = anyKeys(b);
  const others = anyKeys(a);
  return keys.length === others.length && keys.every((key, index) => others[index] === key);
}
