import type { Dice } from './dice.ts';
import type { RandomObject } from './objects.ts';
import { jsonText, type Path, placesOf, selector } from './patches.ts';
import { type Fields, isFields, isList, present, randomText, type Value } from './scalars.ts';

/** A replacement from one object of these to some. */
export function replacement(objects: readonly RandomObject[], dice: Dice): Fields {
  const from = dice.pick(objects);
  const targets = Array.from({ length: 1 + dice.int(2) }, () => target(dice.pick(objects), dice));
  if (dice.chance(0.15)) return { sourceValue: randomText(dice), targets };
  const source = {
    ...exact(from, dice),
    ...present({
      fieldPath: dice.chance(0.85) ? fieldPath(from, dice, true) : undefined,
      options: dice.chance(0.25) ? options(dice, false) : undefined,
    }),
  };
  return { source, targets };
}

function exact({ apiVersion, kind, name, namespace }: RandomObject, dice: Dice): Fields {
  const [version = '', group] = apiVersion.split('/').reverse();
  return present({
    group: dice.chance(0.15) ? group : undefined,
    version: dice.chance(0.15) ? version : undefined,
    kind: !dice.slip(0.1) ? kind : undefined,
    name: !dice.slip(0.1) ? name : undefined,
    namespace: dice.chance(0.2) ? namespace : undefined,
  });
}

function target(object: RandomObject, dice: Dice): Fields {
  return present({
    select: dice.chance(0.2) ? selector(object, dice, true) : exact(object, dice),
    reject: dice.chance(0.1) ? [selector(object, dice, true)] : undefined,
    fieldPaths: !dice.slip(0.1)
      ? Array.from({ length: 1 + dice.int(2) }, () => fieldPath(object, dice, false))
      : undefined,
    options: dice.chance(0.35) || !dice.slip(0.5) ? options(dice, true) : undefined,
  });
}

function options(dice: Dice, isTarget: boolean): Fields {
  return present({
    delimiter: dice.chance(0.3) ? dice.pick([':', '/', '-', '.', '@', '', '\n']) : undefined,
    index: dice.chance(0.5) ? (isTarget || dice.slip(0.1) ? dice.pick([0, 0, 1, 2, -1, 9]) : 0) : undefined,
    create: isTarget && (dice.chance(0.3) || !dice.slip(0.5)) ? true : undefined,
    encoding: dice.slip(0.05) ? 'base64' : undefined,
  });
}

function fieldPath(object: RandomObject, dice: Dice, isSource: boolean): string {
  const places = placesOf(object.body).filter(
    ({ path, value }) =>
      path.length > 1 && !path.includes('') && (dice.slip(0.1) || typeof value !== 'object' || value === null),
  );
  if (places.length === 0 || dice.slip(0.05))
    return dice.pick([
      'metadata.name',
      'spec.none',
      'metadata.annotations.new',
      'metadata.labels.[a.b/c]',
      'spec.template.spec.containers.*.image',
      'data.new',
      'metadata.namespace',
    ]);
  const { path, value } = dice.pick(places);
  return `${written(path, object.body, dice, isSource)}${typeof value === 'string' && value.startsWith('{') ? (dice.slip(0.2) ? '.new' : dice.pick(['.host', '.host', ''])) : dice.slip(0.05) ? '.more' : ''}`;
}

// With items of lists by index, by a field of theirs, or all of them.
function written(path: Path, body: Value, dice: Dice, isSource: boolean): string {
  let at: Value | undefined = body;
  const parts: string[] = [];
  for (const key of path) {
    const next: Value | undefined = isList(at) ? at[Number(key)] : isFields(at) ? at[String(key)] : undefined;
    parts.push(typeof key === 'number' ? index(key, next, dice, isSource) : segment(key));
    at = next;
  }
  return parts.join('.');
}

function index(key: number, item: Value | undefined, dice: Dice, isSource: boolean): string {
  const [field, value] = isFields(item)
    ? (Object.entries(item).find(([, value]) => typeof value === 'string' || typeof value === 'number') ?? [])
    : [];
  if (!isSource && dice.chance(0.25)) return '*';
  if ((typeof value === 'string' || typeof value === 'number') && field !== undefined && dice.chance(0.6))
    return `[${field}=${value}]`;
  return dice.slip(0.1) ? '-' : String(key);
}

function segment(key: string): string {
  return /^[^.[\]]+$/.test(key) ? key : `[${key}]`;
}

/** A variable for a field of one of these. */
export function variable(objects: readonly RandomObject[], name: string, dice: Dice): Fields {
  const object = dice.pick(objects);
  const scalars = placesOf(object.body).filter(
    ({ path, value }) => path.length > 1 && typeof value !== 'object' && path.every((key) => /^\w+$/.test(String(key))),
  );
  const found = scalars.length > 0 ? dice.pick(scalars).path : undefined;
  const text = found
    ?.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1);
  return present({
    name,
    objref: present({
      apiVersion: dice.chance(0.9) ? object.apiVersion : undefined,
      kind: object.kind,
      name: object.name,
      namespace: dice.chance(0.2) ? object.namespace : undefined,
    }),
    fieldref: text !== undefined && dice.chance(0.6) ? { fieldpath: text } : undefined,
  });
}

/** The replacements as a file of their own. */
export function replacementFile(list: readonly Fields[]): string {
  return jsonText(list.length === 1 ? (list[0] ?? {}) : list, 1);
}
