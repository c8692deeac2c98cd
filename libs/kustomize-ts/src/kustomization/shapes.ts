import type { ResId } from '../resource/gvk.ts';
import type { Node } from '../yaml/node.ts';
import {
  bool,
  type Field,
  integer,
  jsonObject,
  list,
  map,
  mapped,
  optional,
  type Shape,
  string,
  struct,
  text,
} from './decode.ts';
import type {
  ConfigMapArgs,
  FieldOptions,
  FieldSpec,
  GeneratorArgs,
  GeneratorOptions,
  HelmChart,
  HelmGlobals,
  Image,
  Label,
  Patch,
  Replacement,
  ReplacementField,
  ReplacementSource,
  ReplacementTarget,
  Replica,
  SecretArgs,
  Selector,
  SortOptions,
  StringMap,
  Var,
} from './types.ts';

/** The parts of kustomizations that configs of built-in plugins have too, as the structs in api/types of kustomize say. */

export { jsonObject };

/** A list, empty where there is none. */
export function items<T>(item: Shape<T>): Shape<readonly T[]> {
  return mapped(list(item), (found) => found ?? []);
}

export const strings: Shape<readonly string[]> = items(string);

export const stringMap: Shape<StringMap> = mapped(map(string), (found) => found ?? new Map());

const gvk = (field: Field, embedded: string) => ({
  group: field('group', string, embedded),
  version: field('version', string, embedded),
  kind: field('kind', string, embedded),
});

const resId = (field: Field): ResId => ({
  ...gvk(field, 'ResId.Gvk'),
  name: field('name', string, 'ResId'),
  namespace: field('namespace', string, 'ResId'),
});

export const fieldSpec: Shape<FieldSpec> = struct('types.FieldSpec', (field) => ({
  ...gvk(field, 'Gvk'),
  path: field('path', string),
  create: field('create', bool),
}));

export const selector: Shape<Selector> = struct('types.Selector', (field) => ({
  ...resId(field),
  annotationSelector: field('annotationSelector', string),
  labelSelector: field('labelSelector', string),
}));

export const label: Shape<Label> = struct('types.Label', (field, from) => ({
  from,
  pairs: field('pairs', stringMap),
  includeSelectors: field('includeSelectors', bool),
  includeTemplates: field('includeTemplates', bool),
  fields: field('fields', items(fieldSpec)),
}));

export const patchOptions: Shape<ReadonlyMap<string, boolean>> = struct(
  'types.PatchArgs',
  (field) =>
    new Map([
      ['allowNameChange', field('allowNameChange', bool)],
      ['allowKindChange', field('allowKindChange', bool)],
    ]),
);

export const patch: Shape<Patch> = struct('types.Patch', (field, from) => ({
  from,
  path: field('path', string),
  patch: field('patch', string),
  target: field('target', optional(selector)),
  options: field('options', patchOptions),
}));

export const image: Shape<Image> = struct('types.Image', (field, from) => ({
  from,
  name: field('name', string),
  newName: field('newName', string),
  tagSuffix: field('tagSuffix', string),
  newTag: field('newTag', string),
  digest: field('digest', string),
}));

export const replica: Shape<Replica> = struct('types.Replica', (field, from) => ({
  from,
  name: field('name', string),
  count: field('count', integer('int64')),
}));

const fieldOptions: Shape<FieldOptions> = struct('types.FieldOptions', (field) => ({
  delimiter: field('delimiter', string),
  index: Number(field('index', integer('int'))),
  encoding: field('encoding', string),
  create: field('create', bool),
}));

const source: Shape<ReplacementSource> = struct('types.SourceSelector', (field, from) => ({
  from,
  ...resId(field),
  fieldPath: field('fieldPath', string),
  options: field('options', optional(fieldOptions)),
}));

const target: Shape<ReplacementTarget> = struct('types.TargetSelector', (field, from) => ({
  from,
  select: field('select', optional(selector)),
  reject: field('reject', items(selector)),
  fieldPaths: field('fieldPaths', strings),
  options: field('options', optional(fieldOptions)),
}));

const replacementParts = (field: Field, embedded: string | undefined) => ({
  source: field('source', optional(source), embedded),
  sourceValue: field('sourceValue', optional(string), embedded),
  targets: field('targets', items(target), embedded),
});

export const replacement: Shape<Replacement> = struct('types.Replacement', (field, from) => ({
  from,
  ...replacementParts(field, undefined),
}));

export const replacementField: Shape<ReplacementField> = struct('types.ReplacementField', (field, from) => ({
  from,
  ...replacementParts(field, 'Replacement'),
  path: field('path', string),
}));

/** The type and name that a variable is about; `apiVersion` goes before `group` and `version`, as `Target.GVK` of kustomize does. */
const varTarget: Shape<ResId> = struct('types.Target', (field) => {
  const written = gvk(field, 'Gvk');
  const apiVersion = field('apiVersion', string).split('/');
  const [group = '', version = ''] = apiVersion.length === 2 ? apiVersion : [written.group, apiVersion[0]];
  const known = apiVersion.length <= 2 && apiVersion.join('') !== '';
  return {
    group: known ? group : written.group,
    version: known ? version : written.version,
    kind: written.kind,
    name: field('name', string),
    namespace: field('namespace', string),
  };
});

const fieldSelector: Shape<string> = struct('types.FieldSelector', (field) => field('fieldPath', string));

export const variable: Shape<Var> = struct('types.Var', (field, from) => ({
  from,
  name: field('name', string),
  objref: field('objref', varTarget),
  fieldPath: field('fieldref', fieldSelector) || 'metadata.name',
}));

const legacySortOptions = struct('types.LegacySortOptions', (field) => ({
  orderFirst: field('orderFirst', strings),
  orderLast: field('orderLast', strings),
}));

export const sortOptions: Shape<SortOptions> = struct('types.SortOptions', (field, from) => ({
  from,
  order: field('order', text('types.SortOrder')),
  legacySortOptions: field('legacySortOptions', optional(legacySortOptions)),
}));

export const generatorOptions: Shape<GeneratorOptions> = struct('types.GeneratorOptions', (field) => ({
  labels: field('labels', stringMap),
  annotations: field('annotations', stringMap),
  disableNameSuffixHash: field('disableNameSuffixHash', bool),
  immutable: field('immutable', bool),
}));

/**
 * What generators of ConfigMaps and Secrets share. `outer`: name of the embedding struct, with a dot, where there is one more. `env` is read, and not used:
 * kustomizations have it moved to `envs`, configs of plugins do not.
 */
export function generatorArgs(field: Field, outer = ''): GeneratorArgs {
  const args = `${outer}GeneratorArgs`;
  const sources = `${args}.KvPairSources`;
  field('env', string, sources);
  return {
    namespace: field('namespace', string, args),
    name: field('name', string, args),
    behavior: field('behavior', string, args),
    literals: field('literals', strings, sources),
    files: field('files', strings, sources),
    envs: field('envs', strings, sources),
    options: field('options', optional(generatorOptions), args),
  };
}

/** The same in a kustomization. */
function movedArgs(field: Field, from: Node | undefined): GeneratorArgs {
  const args = { from, ...generatorArgs(field) };
  const env = field('env', string, 'GeneratorArgs.KvPairSources');
  return env === '' ? args : { ...args, envs: [...args.envs, env] };
}

export const configMapArgs: Shape<ConfigMapArgs> = struct('types.ConfigMapArgs', movedArgs);

export const secretArgs: Shape<SecretArgs> = struct('types.SecretArgs', (field, from) => ({
  ...movedArgs(field, from),
  type: field('type', string),
}));

/** What all charts have in common. */
export function chartHomes(field: Field, embedded?: string): HelmGlobals {
  return { chartHome: field('chartHome', string, embedded), configHome: field('configHome', string, embedded) };
}

export const helmGlobals: Shape<HelmGlobals> = struct('types.HelmGlobals', (field) => chartHomes(field));

/** Fields of a chart. */
export function chartFields(field: Field, embedded?: string): HelmChart {
  return {
    name: field('name', string, embedded),
    version: field('version', string, embedded),
    repo: field('repo', string, embedded),
    releaseName: field('releaseName', string, embedded),
    namespace: field('namespace', string, embedded),
    nameTemplate: field('nameTemplate', string, embedded),
    valuesFile: field('valuesFile', string, embedded),
    additionalValuesFiles: field('additionalValuesFiles', strings, embedded),
    valuesInline: field('valuesInline', jsonObject, embedded),
    valuesMerge: field('valuesMerge', string, embedded),
    includeCRDs: field('includeCRDs', bool, embedded),
    skipHooks: field('skipHooks', bool, embedded),
    apiVersions: field('apiVersions', strings, embedded),
    kubeVersion: field('kubeVersion', string, embedded),
    skipTests: field('skipTests', bool, embedded),
    debug: field('debug', bool, embedded),
    devel: field('devel', bool, embedded),
  };
}
