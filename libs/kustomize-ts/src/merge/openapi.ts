import { refuse } from '../refusal.ts';
import { isBuiltInClusterScoped } from '../resource/cluster-scope.ts';
import type { Gvk } from '../resource/gvk.ts';
import { looseTextOfBytes } from '../text/utf8.ts';
import type { Node } from '../yaml/node.ts';
import { readYaml11 } from '../yaml/yaml11.ts';
import { builtInType } from './builtin-types.ts';
import { member, schemaNode } from './definitions.ts';
import type { Schema, SchemaNode } from './schema.ts';

/** What kustomize knows of types without being told. */
export const builtInSchema: Schema = {
  ofType: builtInType,
  isClusterScoped: (gvk) => isBuiltInClusterScoped(gvk) ?? false,
  resolve: () => undefined,
};

/**
 * The schema in a file that `openapi.path` names, JSON or YAML, which stands in the place of the built-in one; only kustomize's own types, and the scope
 * of built-in types, stay. It is read when first asked, and that refuses (FW6017) what is not an OpenAPI document; one that nothing asks may be anything. As
 * `SetSchema` and `initSchema` of kyaml/openapi/openapi.go.
 */
export function schemaFrom(content: string | Uint8Array, file: string): Schema {
  let known: Known | undefined;
  const read = (): Known => {
    known ??= readSchema(typeof content === 'string' ? content : looseTextOfBytes(content), file);
    return known;
  };
  return {
    ofType: (gvk) => read().types.get(typeText(gvk)) ?? ownType(gvk),
    isClusterScoped: (gvk) => isBuiltInClusterScoped(gvk) ?? read().scopes.get(typeText(gvk)) === 'cluster',
    resolve: (ref) => read().resolve(ref),
  };
}

interface Known {
  readonly types: ReadonlyMap<string, SchemaNode>;
  readonly scopes: ReadonlyMap<string, 'cluster' | 'namespaced'>;
  readonly resolve: (ref: string) => SchemaNode | undefined;
}

function readSchema(text: string, file: string): Known {
  const document = readDocument(text, file);
  const definitions = objectIn(document, 'definitions', file);
  const resolved = new Map<string, SchemaNode>();
  return { types: typesOf(definitions, resolve), scopes: scopesOf(objectIn(document, 'paths', file)), resolve };

  function resolve(ref: string): SchemaNode | undefined {
    const known = resolved.get(ref);
    const json = known === undefined ? lookUp(definitions, ref) : undefined;
    if (json === undefined) return known;
    const node = schemaNode(json, resolve);
    resolved.set(ref, node);
    return node;
  }
}

function objectIn(document: unknown, name: string, file: string): unknown {
  const value = member(document, name);
  if (value !== undefined && value !== null && !isObject(value)) refuseSchema(`${name} is not an object`, file);
  return value;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuseSchema(problem: string, file: string): never {
  const hint = 'write an OpenAPI document, as `kustomize openapi fetch` gives it';
  return refuse('FW6017', `invalid schema file: ${problem}`, hint, { file });
}

const prefix = '#/definitions/';

/** What a `$ref` is to, through further references. */
function lookUp(definitions: unknown, ref: string): unknown {
  const seen = new Set<string>();
  let json: unknown;
  for (let next: unknown = ref; typeof next === 'string' && next !== ''; next = member(json, '$ref')) {
    if (!next.startsWith(prefix) || seen.has(next)) return undefined;
    seen.add(next);
    json = member(definitions, decodePointer(next.slice(prefix.length)));
  }
  return json;
}

function decodePointer(text: string): string {
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Types of kustomize itself are known beside any schema. */
function ownType(gvk: Gvk): SchemaNode | undefined {
  return gvk.group === 'kustomize.config.k8s.io' ? builtInType(gvk) : undefined;
}

function typesOf(
  definitions: unknown,
  resolve: (ref: string) => SchemaNode | undefined,
): ReadonlyMap<string, SchemaNode> {
  const types = new Map<string, SchemaNode>();
  for (const [, json] of entriesOf(definitions)) {
    const gvks = member(json, 'x-kubernetes-group-version-kind');
    if (!Array.isArray(gvks)) continue;
    const node = schemaNode(json, resolve);
    for (const gvk of gvks) types.set(typeText(readGvk(gvk)), node);
  }
  return types;
}

/** Types that can be read at some path, and whether one of those has a namespace in it. */
function scopesOf(paths: unknown): ReadonlyMap<string, 'cluster' | 'namespaced'> {
  const scopes = new Map<string, 'cluster' | 'namespaced'>();
  for (const [path, item] of entriesOf(paths)) {
    const gvk = member(member(item, 'get'), 'x-kubernetes-group-version-kind');
    if (typeof gvk !== 'object' || gvk === null || Array.isArray(gvk)) continue;
    const type = typeText(readGvk(gvk));
    if (path.includes('namespaces/{namespace}')) scopes.set(type, 'namespaced');
    else if (!scopes.has(type)) scopes.set(type, 'cluster');
  }
  return scopes;
}

function readGvk(json: unknown): Gvk {
  const [group, version, kind] = ['group', 'version', 'kind'].map((name) => textOf(member(json, name)));
  return { group: group ?? '', version: version ?? '', kind: kind ?? '' };
}

function textOf(json: unknown): string {
  return typeof json === 'string' ? json : '';
}

function typeText({ group, version, kind }: Gvk): string {
  return `${group}/${version} ${kind}`;
}

function entriesOf(json: unknown): readonly [string, unknown][] {
  return typeof json === 'object' && json !== null ? Object.entries(json) : [];
}

function readDocument(text: string, file: string): unknown {
  const document = parseDocument(text, file);
  return isObject(document) ? document : refuseSchema('it holds no object', file);
}

function parseDocument(text: string, file: string): unknown {
  try {
    return text.startsWith('{') ? JSON.parse(text) : plainOf(readYaml11(text, file));
  } catch (problem) {
    return refuseSchema(problem instanceof Error ? problem.message : String(problem), file);
  }
}

/** A node as JSON has it; scalars are texts, as no number matters here. */
function plainOf(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'sequence') return node.items.map(plainOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.value, plainOf(value)]));
}
