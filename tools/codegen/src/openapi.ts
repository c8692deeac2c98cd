import type { Definition, Definitions, Field, Scalar, Schema, Unique } from './schema.ts';

/** The part of `openapi/kubernetes-<version>.json` (below FLEETWRIGHT_SHARED) that is read here. */
export interface OpenApi {
  readonly resources: readonly { group: string; version: string; kind: string; scope: 'Namespaced' | 'Cluster' }[];
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

interface JsonSchema {
  readonly $ref?: string;
  readonly additionalProperties?: JsonSchema;
  readonly allOf?: readonly JsonSchema[];
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly type?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-list-type'?: string;
}

/** Definitions whose Go type marshals itself: OpenAPI says too little of them, or says it with `oneOf`. */
const wellKnown: ReadonlyMap<string, Scalar> = new Map([
  ['io.k8s.apimachinery.pkg.api.resource.Quantity', 'quantity'],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime', 'time'],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.Time', 'time'],
  ['io.k8s.apimachinery.pkg.util.intstr.IntOrString', 'int-or-string'],
]);

const scalarFormats: ReadonlyMap<string, Scalar> = new Map([
  ['boolean', 'boolean'],
  ['integer', 'int64'],
  ['integer int32', 'int32'],
  ['integer int64', 'int64'],
  ['number', 'number'],
  ['number double', 'number'],
  ['string', 'string'],
  ['string byte', 'bytes'],
  ['string date-time', 'time'],
]);

/** All definitions of one API server. Throws on anything that this reader does not know, so that nothing is lost silently. */
export function readOpenApi(document: OpenApi): Definitions {
  const definitions = new Map<string, Definition>();
  for (const [name, schema] of Object.entries(document.schemas)) {
    const scalar = wellKnown.get(name);
    if (scalar) definitions.set(name, { alias: { type: 'scalar', scalar } });
    else if (schema.properties) definitions.set(name, { fields: fieldsOf(schema.properties, schema, document) });
    else definitions.set(name, { alias: schemaOf(schema, document) });
  }
  return definitions;
}

/** The full name of the definition of a kind. */
export function definitionOf(document: OpenApi, group: string, version: string, kind: string): string {
  for (const [name, schema] of Object.entries(document.schemas)) {
    for (const gvk of schema['x-kubernetes-group-version-kind'] ?? []) {
      if (gvk.group === group && gvk.version === version && gvk.kind === kind) return name;
    }
  }
  throw new Error(`no definition of ${group}/${version} ${kind} in the OpenAPI document`);
}

function fieldsOf(properties: Readonly<Record<string, JsonSchema>>, schema: JsonSchema, document: OpenApi) {
  const fields = new Map<string, Field>();
  for (const [name, property] of Object.entries(properties)) {
    fields.set(name, { schema: schemaOf(property, document), required: schema.required?.includes(name) ?? false });
  }
  return fields;
}

function schemaOf(schema: JsonSchema, document: OpenApi): Schema {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (ref !== undefined) return { type: 'ref', name: ref.slice('#/components/schemas/'.length) };
  if (schema.enum) return { type: 'enum', values: schema.enum };
  if (schema.items) {
    const unique = uniqueOf(schema, schema.items, document);
    return { type: 'list', item: schemaOf(schema.items, document), ...(unique === undefined ? {} : { unique }) };
  }
  if (schema.additionalProperties) return { type: 'map', value: schemaOf(schema.additionalProperties, document) };
  if (schema.type === 'object') return { type: 'map', value: { type: 'scalar', scalar: 'any' } };
  if (schema.type === undefined) return { type: 'scalar', scalar: 'any' };
  const scalar = scalarFormats.get([schema.type, schema.format].filter(Boolean).join(' '));
  if (!scalar) throw new Error(`unknown type in the OpenAPI document: ${JSON.stringify(schema)}`);
  return { type: 'scalar', scalar };
}

function uniqueOf(list: JsonSchema, item: JsonSchema, document: OpenApi): Unique | undefined {
  if (list['x-kubernetes-list-type'] === 'set') return 'value';
  const keys = list['x-kubernetes-list-map-keys'];
  if (!keys) return undefined;
  const ref = item.$ref ?? item.allOf?.[0]?.$ref ?? '';
  const properties = document.schemas[ref.slice('#/components/schemas/'.length)]?.properties;
  return {
    keys: keys.map((field) => {
      const standard = properties?.[field]?.default;
      return { field, ...(typeof standard === 'string' && standard && { default: standard }) };
    }),
  };
}
