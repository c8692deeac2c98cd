import type { Dice } from './dice.ts';
import type { RandomObject } from './objects.ts';
import {
  type Fields,
  isFields,
  isList,
  present,
  Raw,
  randomKey,
  randomName,
  randomScalar,
  randomStrings,
  type Value,
} from './scalars.ts';
import { container } from './workloads.ts';

/** Keys that tell items of lists apart. */
const identities: ReadonlySet<string> = new Set([
  'name',
  'containerPort',
  'port',
  'mountPath',
  'key',
  'ip',
  'protocol',
  'topologyKey',
  'whenUnsatisfiable',
  'type',
  'uid',
]);

/** A strategic merge patch of an object: parts of it with other values, with nulls, directives and new items. */
export function mergePatch(object: RandomObject, dice: Dice): Fields {
  const { apiVersion, kind, metadata, ...rest } = object.body;
  const identity = present({
    name: object.name,
    namespace: dice.slip(0.1) ? dice.pick(['ns1', undefined]) : object.namespace,
    labels: dice.chance(0.2) ? { ...randomStrings(dice, 2), ...(dice.chance(0.2) ? { app: null } : {}) } : undefined,
    annotations: dice.chance(0.2) ? randomStrings(dice, 2) : undefined,
    finalizers: dice.chance(0.05) ? ['example.com/b', 'example.com/c'] : undefined,
  });
  const id = present({
    apiVersion: apiVersion ?? null,
    kind: kind ?? null,
    metadata: dice.slip(0.02) ? (metadata ?? null) : identity,
  });
  if (dice.chance(0.05)) return { ...id, $patch: dice.pick(['delete', 'delete', 'replace', 'merge']) };
  const changed = changedFields(rest, dice, 0.7);
  return { ...id, ...changed };
}

function changed(value: Value, dice: Dice): Value {
  if (Array.isArray(value)) return changedItems(value, dice);
  if (isFields(value)) return changedFields(value, dice, 0.5);
  return typeof value === 'number' && dice.chance(0.9) ? dice.int(9000) : dice.chance(0.8) ? randomScalar(dice) : value;
}

function changedFields(fields: Fields, dice: Dice, share: number): Fields {
  const kept = dice
    .some(Object.entries(fields), share)
    .map(([key, value]) => [key, dice.chance(0.05) ? null : changed(value, dice)] as const);
  const extra: Fields = dice.chance(0.1)
    ? { [randomKey(dice)]: dice.chance(0.5) ? randomScalar(dice) : { a: 1, b: [1, 2] } }
    : {};
  const directive: Fields = dice.chance(0.03)
    ? { $patch: dice.slip(0.2) ? 'odd' : dice.pick(['replace', 'delete', 'merge', 'replace']) }
    : {};
  return { ...directive, ...Object.fromEntries(kept), ...extra };
}

function changedItems(items: readonly Value[], dice: Dice): Value[] {
  const kept = dice.some(items, 0.5).map((item) => (isFields(item) ? changedItem(item, dice) : changed(item, dice)));
  const some = items.find((item) => isFields(item));
  const added: Value[] = dice.chance(0.25)
    ? [
        isFields(some) && 'image' in some
          ? container(dice, 'extra')
          : isFields(some)
            ? newItem(some, dice)
            : randomScalar(dice),
      ]
    : [];
  const directive: Value[] = dice.chance(0.04) ? [{ $patch: dice.pick(['replace', 'delete', 'merge']) }] : [];
  return dice.shuffled([...directive, ...kept, ...added]);
}

function changedItem(item: Fields, dice: Dice): Fields {
  const identity = Object.fromEntries(Object.entries(item).filter(([key]) => identities.has(key) && dice.chance(0.97)));
  if (dice.chance(0.08)) return { ...identity, $patch: dice.pick(['delete', 'delete', 'replace', 'merge']) };
  const rest = Object.fromEntries(Object.entries(item).filter(([key]) => !identities.has(key)));
  return { ...changedFields(rest, dice, 0.6), ...identity };
}

function newItem(like: Fields, dice: Dice): Fields {
  return Object.fromEntries(
    Object.entries(like).map(
      ([key, value]) =>
        [
          key,
          isFields(value) || Array.isArray(value) ? value : key === 'name' ? randomName(dice) : randomScalar(dice),
        ] as const,
    ),
  );
}

/** Where a value stands in a document: keys and indexes. */
export type Path = readonly (string | number)[];

/** Every place of a document but its top. */
export function placesOf(value: Value, path: Path = []): { readonly path: Path; readonly value: Value }[] {
  const children: [string | number, Value][] = Array.isArray(value)
    ? [...value.entries()]
    : isFields(value)
      ? Object.entries(value)
      : [];
  return children.flatMap(([key, child]) => [
    { path: [...path, key], value: child },
    ...placesOf(child, [...path, key]),
  ]);
}

/** Operations of a JSON patch, most of which can be applied to the object. */
export function jsonPatch(object: RandomObject, dice: Dice): readonly Fields[] {
  const places = placesOf(object.body).filter(({ path }) => path.length > 1 && !path.includes('name'));
  if (places.length === 0) return [{ op: 'add', path: '/data', value: { a: 'b' } }];
  // One may take away what the next one needs.
  return Array.from({ length: dice.slip(0.5) ? 3 : 1 }, () => operation(places, dice));
}

function operation(places: ReturnType<typeof placesOf>, dice: Dice): Fields {
  const { path, value } = dice.pick(places);
  const pointer = pointerOf(path);
  const fresh = (): Value => {
    if (dice.slip(0.1)) return dice.pick<Value>([{ a: 'b', c: [1] }, [], {}, null, ['x', 'y'], 'x']);
    return isFields(value) || Array.isArray(value) ? changed(value, dice) : randomScalar(dice);
  };
  const within = typeof path.at(-1) === 'number';
  switch (dice.int(10)) {
    case 0:
      return { op: 'remove', path: pointer };
    case 1:
      return { op: 'test', path: pointer, value: dice.slip(0.2) ? 'other' : value };
    case 2:
      return { op: 'copy', from: pointer, path: pointerOf([...path.slice(0, -1), within ? '-' : 'copied']) };
    case 3:
      return { op: 'move', from: pointer, path: pointerOf([...path.slice(0, -1), within ? 0 : 'moved']) };
    case 4:
      return isList(value)
        ? addedItem(pointer, value, dice)
        : { op: 'add', path: pointerOf([...path.slice(0, -1), within ? 0 : randomKey(dice)]), value: fresh() };
    case 5:
      return addedMetadata(places, dice);
    default:
      return { op: dice.pick(['replace', 'replace', 'add']), path: pointer, value: fresh() };
  }
}

function addedItem(pointer: string, items: readonly Value[], dice: Dice): Fields {
  return {
    op: 'add',
    path: `${pointer}/${dice.slip(0.1) ? '99' : dice.pick(['-', '0', '-1'])}`,
    value: items[0] ?? 'x',
  };
}

function addedMetadata(places: ReturnType<typeof placesOf>, dice: Dice): Fields {
  const field = dice.pick(['annotations', 'labels']);
  return places.some(({ path }) => path[0] === 'metadata' && path[1] === field)
    ? { op: 'add', path: pointerOf(['metadata', field, randomKey(dice)]), value: 'x' }
    : { op: 'add', path: pointerOf(['metadata', field]), value: { x: 'y' } };
}

function pointerOf(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** JSON for a value; odd scalars become texts. */
export function jsonText(value: Value, indent?: number): string {
  return JSON.stringify(value, (_key, item: unknown) => (item instanceof Raw ? item.text : item), indent);
}

/** Which objects: some parts of this one's id and labels, now and then as a regular expression or as what nothing has. */
export function selector(object: RandomObject, dice: Dice, expressions: boolean): Fields {
  const [group = '', version = ''] = object.apiVersion.includes('/')
    ? object.apiVersion.split('/')
    : ['', object.apiVersion];
  const labels = isFields(object.body['metadata']) ? object.body['metadata']['labels'] : undefined;
  const [label] = isFields(labels) ? Object.entries(labels) : [];
  const found = present({
    group: dice.chance(0.2) ? group : undefined,
    version: dice.chance(0.2) ? version : undefined,
    kind: dice.chance(0.8) ? kindPattern(object, dice, expressions) : undefined,
    name: dice.chance(0.7) ? namePattern(object, dice, expressions) : undefined,
    namespace: dice.chance(0.15) ? (object.namespace ?? dice.pick(['default', '', 'ns1'])) : undefined,
    labelSelector: dice.chance(0.1) ? labelSelector(label, dice) : undefined,
    annotationSelector: dice.chance(0.04) ? dice.pick(['app', '!app', 'team in (prod, x)', 'a=b']) : undefined,
  });
  return Object.keys(found).length > 0 ? found : { kind: object.kind };
}

function kindPattern({ kind }: RandomObject, dice: Dice, expressions: boolean): string {
  return expressions && dice.chance(0.1) ? dice.pick(['.*', 'Deploy.*', 'Config(Map)?']) : kind;
}

function namePattern({ name }: RandomObject, dice: Dice, expressions: boolean): string {
  const patterns = [
    `${name.slice(0, 2)}.*`,
    '.*',
    `${name}|web`,
    `^${name}$`,
    '(app|web)(-1)?',
    '[a-c].*',
    '',
    '\\w+',
    '(?i)APP',
    '^(?P<x>a).*',
  ];
  return expressions && dice.chance(0.3) ? dice.pick(patterns) : name;
}

function labelSelector(label: [string, Value] | undefined, dice: Dice): string {
  const [key, value] = label ?? ['app', 'web'];
  const text = typeof value === 'string' ? value : 'web';
  return dice.pick([
    `${key}=${text}`,
    key,
    `!${key}`,
    `${key} in (${text}, other)`,
    `${key}!=x`,
    `${key} notin (x)`,
    'app=web,tier',
    `${key}==${text}`,
    'a>1',
    '',
  ]);
}
