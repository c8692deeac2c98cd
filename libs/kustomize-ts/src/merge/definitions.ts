import type { ListMerge, SchemaNode } from './schema.ts';

/** Schemas as OpenAPI writes them, in JSON. */

/** Finds what a `$ref` stands for. */
export type Resolve = (ref: string) => SchemaNode | undefined;

/** The schema that a value of JSON is; references in it are followed when something asks. */
export function schemaNode(json: unknown, resolve: Resolve): SchemaNode {
  const fields = new Map<string, SchemaNode | undefined>();
  let items: { readonly node: SchemaNode | undefined } | undefined;
  return {
    list: listMergeOf(json),
    field: (name) => {
      if (!fields.has(name)) fields.set(name, readField(json, name, resolve));
      return fields.get(name);
    },
    get items() {
      items ??= { node: readItems(json, resolve) };
      return items.node;
    },
  };
}

/** A field of something that was JSON. */
export function member(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, name) ? Reflect.get(json, name) : undefined;
}

function readField(json: unknown, name: string, resolve: Resolve): SchemaNode | undefined {
  const own = member(member(json, 'properties'), name);
  const additional = member(json, 'additionalProperties');
  if (own !== undefined) return followed(own, resolve);
  return typeof additional === 'object' && additional !== null ? followed(additional, resolve) : undefined;
}

function readItems(json: unknown, resolve: Resolve): SchemaNode | undefined {
  const type = member(json, 'type');
  const types: unknown = Array.isArray(type) ? type : [type];
  const items = member(json, 'items');
  if (!Array.isArray(types) || types.length !== 1 || types[0] !== 'array' || items === undefined) return undefined;
  return followed(items, resolve);
}

function followed(json: unknown, resolve: Resolve): SchemaNode | undefined {
  const ref = member(json, '$ref');
  return typeof ref === 'string' && ref !== '' ? resolve(ref) : schemaNode(json, resolve);
}

/** As `PatchStrategyAndKeyList` of kyaml/openapi/openapi.go tells it. */
function listMergeOf(json: unknown): ListMerge | undefined {
  const strategy = member(json, 'x-kubernetes-patch-strategy');
  if (typeof strategy !== 'string' || !strategy.split(',').includes('merge')) return undefined;
  const keys = member(json, 'x-kubernetes-list-map-keys');
  if (Array.isArray(keys)) return { keys: keys.filter((key) => typeof key === 'string') };
  const key = member(json, 'x-kubernetes-patch-merge-key');
  return { keys: typeof key === 'string' ? [key] : [] };
}
