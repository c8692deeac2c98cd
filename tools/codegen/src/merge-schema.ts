import { parse } from 'yaml';
import type { Definition } from './swagger-pb.ts';

/** Tables of what merging and scope need of an OpenAPI document; see libs/kustomize-ts/src/merge/builtin-types.ts for how they are read. */
export interface MergeTables {
  /** Shapes of mappings: `field=shape`, `field=shape[keys]` for lists that are merged, `*=shape` for other fields. Shape 0 has none of these. */
  readonly shapes: readonly string[];
  /** API version → `Kind=shape`. */
  readonly types: ReadonlyMap<string, readonly string[]>;
}

type Definitions = ReadonlyMap<string, Definition>;

/** What is to be known of one field. */
interface Field {
  readonly name: string;
  readonly shape: Definition;
  /** Keys of a list that is merged. */
  readonly keys: readonly string[] | undefined;
}

/** Cuts definitions down. Definitions that come to the same share a shape. */
export function mergeTables(definitions: Definitions): MergeTables {
  const types = typesOf(definitions);
  const reached = reach([...types.values()], definitions);
  const shapes = numberShapes(reached);
  const texts = [''];
  for (const [definition, shape] of shapes) texts[shape] ??= textOf(reached.get(definition) ?? [], shapes);
  const named = Map.groupBy(types, ([type]) => type.slice(0, type.lastIndexOf(' ')));
  return {
    shapes: texts,
    types: new Map(
      [...named]
        .toSorted(([a], [b]) => compare(a, b))
        .flatMap(([apiVersion, kinds]): [string, readonly string[]][] => {
          const known = kinds.flatMap(([type, definition]) => {
            const shape = shapes.get(definition) ?? 0;
            // Nothing known of its fields is as good as nothing known of the type
            return shape === 0 ? [] : [`${type.slice(apiVersion.length + 1)}=${shape}`];
          });
          return known.length === 0 ? [] : [[apiVersion, known.toSorted(compare)]];
        }),
    ),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `apiVersion Kind` → definition. */
function typesOf(definitions: Definitions): ReadonlyMap<string, Definition> {
  const types = new Map<string, Definition>();
  for (const definition of definitions.values()) {
    const gvks: unknown = parse(definition.extensions.get('x-kubernetes-group-version-kind') ?? '[]');
    if (!Array.isArray(gvks)) continue;
    for (const gvk of gvks.filter(isGvk)) {
      const apiVersion = gvk.group === undefined || gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`;
      types.set(`${apiVersion} ${gvk.kind}`, definition);
    }
  }
  return types;
}

function isGvk(value: unknown): value is { group?: string; version: string; kind: string } {
  return typeof value === 'object' && value !== null && 'version' in value && 'kind' in value;
}

/** The definitions below `roots` with the fields that matter; those without any are left out. */
function reach(roots: readonly Definition[], definitions: Definitions): ReadonlyMap<Definition, readonly Field[]> {
  const all = new Map<Definition, readonly Field[]>();
  const open = [...roots];
  for (let definition = open.pop(); definition !== undefined; definition = open.pop()) {
    if (all.has(definition)) continue;
    const fields = fieldsOf(definition, definitions);
    all.set(definition, fields);
    open.push(...fields.map((field) => field.shape));
  }
  // A field matters when it is a merged list, when what it holds may look like an object of its own, or when something below it matters
  const matter = new Set<Definition>();
  for (let before = -1; before !== matter.size; ) {
    before = matter.size;
    for (const [definition, fields] of all) {
      if (fields.some((field) => field.keys !== undefined || matter.has(field.shape) || isOpen(field.shape)))
        matter.add(definition);
    }
  }
  return new Map(
    [...all].flatMap(([definition, fields]) => {
      const kept = fields.filter((field) => field.keys !== undefined || matter.has(field.shape) || isOpen(field.shape));
      return kept.length === 0 ? [] : [[definition, kept]];
    }),
  );
}

/** Whether a value of it may have `apiVersion` and `kind`: without a schema it would be taken for an object of that type. */
function isOpen(definition: Definition): boolean {
  if (definition.additional !== undefined) return false;
  const { properties } = definition;
  return properties.size === 0 || (properties.has('apiVersion') && properties.has('kind'));
}

function fieldsOf(definition: Definition, definitions: Definitions): readonly Field[] {
  const additional = definition.additional;
  const all = [...definition.properties, ...(additional === undefined ? [] : [['*', additional] as const])];
  return all.flatMap(([name, property]): Field[] => {
    const resolved = resolve(property, definitions);
    const [type] = resolved.types;
    if (type === 'array') {
      const keys = keysOf(resolved);
      return keys === undefined ? [] : [{ name, shape: itemsOf(resolved, definitions), keys }];
    }
    return type === undefined || type === 'object' ? [{ name, shape: resolved, keys: undefined }] : [];
  });
}

function itemsOf(list: Definition, definitions: Definitions): Definition {
  if (list.items === undefined) throw new Error('a list that is merged says nothing of its items');
  return resolve(list.items, definitions);
}

function resolve(definition: Definition, definitions: Definitions): Definition {
  if (definition.ref === undefined) return definition;
  const found = definitions.get(definition.ref.replace('#/definitions/', ''));
  if (found === undefined) throw new Error(`no ${definition.ref}`);
  return resolve(found, definitions);
}

/** The keys of a list that is merged, as `PatchStrategyAndKeyList` of kyaml tells them. */
function keysOf({ extensions }: Definition): readonly string[] | undefined {
  const strategy: unknown = parse(extensions.get('x-kubernetes-patch-strategy') ?? "''");
  if (!String(strategy).split(',').includes('merge')) return undefined;
  const keys: unknown = parse(
    extensions.get('x-kubernetes-list-map-keys') ?? extensions.get('x-kubernetes-patch-merge-key') ?? '[]',
  );
  return Array.isArray(keys) ? keys.map(String) : [String(keys)];
}

/** A number for each definition, the same one for those that come to the same: as many are told apart as have to be, round by round. */
function numberShapes(reached: ReadonlyMap<Definition, readonly Field[]>): ReadonlyMap<Definition, number> {
  let shapes: ReadonlyMap<Definition, number> = new Map([...reached.keys()].map((definition) => [definition, 1]));
  for (let count = 0; ; ) {
    const numbers = new Map<string, number>();
    const next = new Map<Definition, number>();
    for (const [definition, fields] of reached) {
      const text = textOf(fields, shapes);
      if (!numbers.has(text)) numbers.set(text, numbers.size + 1);
      next.set(definition, numbers.get(text) ?? 0);
    }
    shapes = next;
    if (numbers.size === count) return shapes;
    count = numbers.size;
  }
}

function textOf(fields: readonly Field[], shapes: ReadonlyMap<Definition, number>): string {
  return fields
    .map(({ name, shape, keys }) => `${name}=${shapes.get(shape) ?? 0}${keys === undefined ? '' : `[${keys.join()}]`}`)
    .toSorted(compare)
    .join(' ');
}
