import { correct } from './corrections.ts';
import type { Alternative, Merged } from './merge.ts';
import { mergeVersions } from './merge.ts';
import { definitionOf, type OpenApi, readOpenApi } from './openapi.ts';
import { type Definitions, type Schema, sorted } from './schema.ts';
import { type BuiltInKind, builtInKinds, type CustomKind, customKinds } from './table.ts';
import { type LoadModule, readValidators } from './validators.ts';

/** Everything the generator reads. */
export interface Sources {
  /** By version (`1.34`), in ascending order. */
  readonly openApi: ReadonlyMap<string, OpenApi>;
  readonly loadModule: LoadModule;
}

/** A kind, as it is emitted. */
export interface Kind {
  /** Its name in `Kinds`, and that of its interface. */
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly versions: readonly string[];
}

/** All that is emitted, under the names that it is emitted with. */
export interface Model {
  readonly versions: readonly string[];
  readonly kinds: readonly Kind[];
  readonly definitions: ReadonlyMap<string, Merged>;
}

const namedMeta = 'NamedObjectMeta';

type Fields = ReadonlyMap<string, readonly Alternative[]>;

/** A kind and the full name of its definition. */
interface Root {
  readonly kind: BuiltInKind;
  readonly custom: CustomKind | undefined;
  readonly definition: string;
}

/** Reads the sources and keeps what the kinds of the table reach, with readable names. */
export function buildModel(sources: Sources): Model {
  const versions = [...sources.openApi.keys()];
  const all = mergeVersions(
    new Map([...sources.openApi].map(([version, document]) => [version, readOpenApi(document)])),
  );
  const roots = [...builtInRoots(sources), ...customRoots()];
  for (const { custom } of roots) {
    if (custom) addAll(all, customDefinitions(custom, sources, all, versions), custom);
  }
  correct(all, versions);
  for (const { definition } of roots) withoutStatus(all, definition);
  const definitions = new Map<string, Merged>();
  const rename = names(reachable(all, roots), roots);
  for (const [name, definition] of all) {
    const short = rename.get(name);
    if (short !== undefined) definitions.set(short, renamed(definition, rename));
  }
  addNamedMeta(definitions);
  const kinds = roots.map((root) => kindOf(root, roots, sources));
  for (const [index, root] of roots.entries()) {
    const kind = kinds[index];
    if (kind) definitions.set(kind.name, rootDefinition(kind, root, all, rename));
  }
  return { versions, kinds: kinds.toSorted((a, b) => (a.name < b.name ? -1 : 1)), definitions };
}

function builtInRoots({ openApi }: Sources): Root[] {
  const newest = [...openApi.values()].at(-1);
  if (!newest) throw new Error('no OpenAPI document');
  return builtInKinds.map((kind) => {
    return { kind, custom: undefined, definition: definitionOf(newest, kind.group, kind.version, kind.kind) };
  });
}

function customRoots(): Root[] {
  return customKinds.map((custom) => ({ kind: custom, custom, definition: custom.module }));
}

/** A package's definitions, for all versions; its references to Kubernetes' own types get their names in OpenAPI. */
function customDefinitions(
  custom: CustomKind,
  sources: Sources,
  known: ReadonlyMap<string, Merged>,
  versions: readonly string[],
): Map<string, Merged> {
  const own: Definitions = readValidators(custom.package, custom.module, sources.loadModule);
  const builtIn = new Map([...known.keys()].map((name) => [moduleName(name), name]));
  const rename = new Map<string, string>();
  for (const name of own.keys()) rename.set(name, name);
  for (const [module, name] of builtIn) if (!rename.has(module)) rename.set(module, name);
  const merged = mergeVersions(new Map(versions.map((version) => [version, own])));
  return new Map([...merged].map(([name, definition]) => [name, renamed(definition, rename)]));
}

function addAll(all: Map<string, Merged>, added: ReadonlyMap<string, Merged>, custom: CustomKind): void {
  for (const [name, definition] of added) all.set(name, definition);
  if (!all.has(custom.module)) throw new Error(`no ${custom.module} in ${custom.package}`);
}

/** `io.k8s.api.core.v1.Pod` → `IoK8sApiCoreV1Pod`: how the npm packages call their modules. */
function moduleName(name: string): string {
  return name
    .split(/[.-]/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
}

/** The status of an object is written by the cluster; no definition, patch or manifest of ours may hold one. */
function withoutStatus(all: Map<string, Merged>, name: string): void {
  const definition = all.get(name);
  if (!definition || 'alias' in definition) throw new Error(`${name} is not an object`);
  all.set(name, { fields: new Map([...definition.fields].filter(([field]) => field !== 'status')) });
}

/** The definitions that are referred to from the roots; a root itself only when another definition embeds it. */
function reachable(all: ReadonlyMap<string, Merged>, roots: readonly Root[]): Set<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const definition = all.get(name);
    if (!definition) throw new Error(`no definition ${name}`);
    for (const ref of refsOf(definition)) {
      if (found.has(ref)) continue;
      found.add(ref);
      visit(ref);
    }
  };
  for (const { definition } of roots) visit(definition);
  return found;
}

function refsOf(definition: Merged): string[] {
  if ('alias' in definition) return refsIn(definition.alias);
  return [...definition.fields.values()].flat().flatMap(({ schema }) => refsIn(schema));
}

function refsIn(schema: Schema): string[] {
  if (schema.type === 'ref') return [schema.name];
  if (schema.type === 'list') return refsIn(schema.item);
  return schema.type === 'map' ? refsIn(schema.value) : [];
}

/** Full name → name to emit. Kubernetes' own types come first; on a clash the later one gets its project's prefix. */
function names(used: ReadonlySet<string>, roots: readonly Root[]): Map<string, string> {
  const rename = new Map<string, string>();
  const taken = new Set([namedMeta, ...roots.map(({ kind }) => kind.kind)]);
  const rootNames = new Map(roots.map(({ kind, definition }) => [definition, `Embedded${kind.kind}`]));
  const prefixes = new Map(customKinds.map(({ module, kind, prefix }) => [module.slice(0, -kind.length), prefix]));
  const builtInFirst = sorted(used).toSorted((a, b) => Number(b.startsWith('io.')) - Number(a.startsWith('io.')));
  for (const name of builtInFirst) {
    let short = rootNames.get(name) ?? shortName(name);
    if (taken.has(short)) short = prefixOf(name, prefixes) + short;
    if (taken.has(short)) throw new Error(`two definitions would be called ${short}`);
    taken.add(short);
    rename.set(name, short);
  }
  return rename;
}

function shortName(name: string): string {
  if (name.includes('.')) return name.slice(name.lastIndexOf('.') + 1);
  return name.replace(/^.*V\d+(?:(?:alpha|beta)\d+)?(?=[A-Z])/, '').replaceAll(':', '');
}

function prefixOf(name: string, prefixes: ReadonlyMap<string, string>): string {
  for (const [start, prefix] of prefixes) if (name.startsWith(start)) return prefix;
  const group = name.split('.').at(-3) ?? '';
  return group.slice(0, 1).toUpperCase() + group.slice(1);
}

function renamed(definition: Merged, rename: ReadonlyMap<string, string>): Merged {
  if ('alias' in definition) return { alias: renamedSchema(definition.alias, rename) };
  return { fields: renamedFields(definition.fields, rename) };
}

function renamedFields(fields: Fields, rename: ReadonlyMap<string, string>): Map<string, readonly Alternative[]> {
  const result = new Map<string, readonly Alternative[]>();
  for (const [field, alternatives] of fields) {
    const schemas = alternatives.map((one) => ({ ...one, schema: renamedSchema(one.schema, rename) }));
    result.set(field, schemas);
  }
  return result;
}

function renamedSchema(schema: Schema, rename: ReadonlyMap<string, string>): Schema {
  if (schema.type === 'list') return { ...schema, item: renamedSchema(schema.item, rename) };
  if (schema.type === 'map') return { ...schema, value: renamedSchema(schema.value, rename) };
  if (schema.type !== 'ref') return schema;
  const name = rename.get(schema.name);
  if (name === undefined) throw new Error(`no definition ${schema.name}`);
  return { type: 'ref', name };
}

/** Objects have a name; what a template makes objects from has none. OpenAPI has one type for both. */
function addNamedMeta(definitions: Map<string, Merged>): void {
  const meta = definitions.get('ObjectMeta');
  if (!meta || 'alias' in meta) throw new Error('no ObjectMeta');
  const fields = [...meta.fields].map(([field, alternatives]): [string, readonly Alternative[]] => {
    if (field !== 'name') return [field, alternatives];
    return [field, alternatives.map((alternative) => ({ ...alternative, required: true }))];
  });
  definitions.set(namedMeta, { fields: new Map(fields) });
}

function kindOf({ kind, custom }: Root, roots: readonly Root[], { openApi }: Sources): Kind {
  const { group, version } = kind;
  const clashes = roots.some((other) => other.kind.kind === kind.kind && other.kind.group !== group);
  const name = clashes ? `${kind.kind}.${group}` : kind.kind;
  if (custom) {
    const namespaced = custom.scope === 'Namespaced';
    return { name, group, version, kind: kind.kind, namespaced, versions: [...openApi.keys()] };
  }
  const resources = new Map<string, OpenApi['resources'][number]>();
  for (const [kubernetes, { resources: served }] of openApi) {
    const found = served.find((one) => one.group === group && one.version === version && one.kind === kind.kind);
    if (found) resources.set(kubernetes, found);
  }
  const namespaced = [...resources.values()].some(({ scope }) => scope === 'Namespaced');
  return { name, group, version, kind: kind.kind, namespaced, versions: [...resources.keys()] };
}

/** A kind at the top of a document: apiVersion, kind and a name are there, and a spec when it has required fields. */
function rootDefinition(kind: Kind, root: Root, all: ReadonlyMap<string, Merged>, rename: ReadonlyMap<string, string>) {
  const source = all.get(root.definition);
  if (!source || 'alias' in source) throw new Error(`${root.definition} is not an object`);
  const fields = renamedFields(source.fields, rename);
  const needed = (schema: Schema): readonly Alternative[] => [{ schema, required: true, versions: kind.versions }];
  const spec = fields.get('spec')?.[0];
  if (spec && specIsNeeded(source.fields.get('spec'), all)) fields.set('spec', needed(spec.schema));
  const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
  fields.set('apiVersion', needed({ type: 'enum', values: [apiVersion] }));
  fields.set('kind', needed({ type: 'enum', values: [kind.kind] }));
  fields.set('metadata', needed({ type: 'ref', name: namedMeta }));
  return { fields };
}

/** The API server's OpenAPI calls a spec optional that its validation demands: one with required fields. */
function specIsNeeded(spec: readonly Alternative[] | undefined, all: ReadonlyMap<string, Merged>): boolean {
  for (const { schema } of spec ?? []) {
    const definition = schema.type === 'ref' ? all.get(schema.name) : undefined;
    if (!definition || 'alias' in definition) continue;
    if ([...definition.fields.values()].flat().some(({ required }) => required)) return true;
  }
  return false;
}
