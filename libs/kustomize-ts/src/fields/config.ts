import type { NameBackReferences, TransformerConfig } from '../build/scope.ts';
import type { FieldSpec } from '../kustomization/types.ts';
import { refuse } from '../refusal.ts';
import { type Gvk, isSelected, sameGvk } from '../resource/gvk.ts';
import { goSort } from '../sort/go-sort.ts';
import { isBeforeRank, rankOf } from './gvk-order.ts';

/*
 * Which fields transformers work on, put together from what kustomize knows and what kustomizations add (api/internal/plugins/builtinconfig). A build
 * merges the same configurations over and over, so that results are kept by the identity of what went in.
 */

/** What a build starts from before it read anything. */
export const emptyConfig: TransformerConfig = {
  namePrefix: [],
  nameSuffix: [],
  namespace: [],
  labels: [],
  templateLabels: [],
  commonLabels: [],
  commonAnnotations: [],
  nameReference: [],
  varReference: [],
  images: [],
  replicas: [],
};

const merged = new WeakMap<TransformerConfig, WeakMap<TransformerConfig, TransformerConfig>>();

/**
 * Both together, sorted by type; one of the two when the other adds nothing. What `config` already says is not added again, where anything said of a type
 * covers what `incoming` says of all types. Refuses (FW6017) the same field with another `create`.
 */
export function mergeConfig(config: TransformerConfig, incoming: TransformerConfig): TransformerConfig {
  let results = merged.get(config);
  if (results === undefined) {
    results = new WeakMap();
    merged.set(config, results);
  }
  // Sorted as it is, it stays so.
  if (incoming === emptyConfig && ordered.has(config)) return config;
  let result = results.get(incoming);
  if (result === undefined) {
    result = mergeNow(config, incoming);
    results.set(incoming, result);
  }
  return result;
}

/** Configurations merged one after the other, from the empty one on. */
export function mergeConfigs(configs: Iterable<TransformerConfig>): TransformerConfig {
  let result = emptyConfig;
  for (const config of configs) result = mergeConfig(result, config);
  return result;
}

function mergeNow(config: TransformerConfig, incoming: TransformerConfig): TransformerConfig {
  const specs = (field: Exclude<keyof TransformerConfig, 'nameReference'>, name: string): readonly FieldSpec[] => {
    const all = mergeSpecs(config[field], incoming[field], `failed to merge ${name} fieldSpec: `);
    return either(sortedByType(all), config[field], incoming[field]);
  };
  const result: TransformerConfig = {
    namePrefix: specs('namePrefix', 'NamePrefix'),
    nameSuffix: specs('nameSuffix', 'NameSuffix'),
    namespace: specs('namespace', 'NameSpace'),
    commonAnnotations: specs('commonAnnotations', 'CommonAnnotations'),
    commonLabels: specs('commonLabels', 'CommonLabels'),
    labels: specs('labels', 'Labels'),
    templateLabels: specs('templateLabels', 'TemplateLabels'),
    varReference: specs('varReference', 'VarReference'),
    nameReference: either(
      sortedByType(mergeReferences(config.nameReference, incoming.nameReference)),
      config.nameReference,
      incoming.nameReference,
    ),
    images: specs('images', 'Images'),
    replicas: specs('replicas', 'Replicas'),
  };
  const made = isSameConfig(result, config) ? config : isSameConfig(result, incoming) ? incoming : result;
  ordered.add(made);
  return made;
}

function isSameConfig(a: TransformerConfig, b: TransformerConfig): boolean {
  const others = new Map(Object.entries(b));
  return Object.entries(a).every(([field, specs]) => specs === others.get(field));
}

/** One of the two lists, when it is the same as the result. */
function either<T>(result: readonly T[], a: readonly T[], b: readonly T[]): readonly T[] {
  const isSame = (list: readonly T[]) =>
    list.length === result.length && list.every((item, index) => item === result[index]);
  if (isSame(a)) return a;
  return isSame(b) ? b : result;
}

/** The items by their types, as Go's unstable sorting leaves them. */
function sortedByType<T extends Gvk>(items: readonly T[]): readonly T[] {
  if (sorted.has(items)) return items;
  const ranked = items.map((item) => ({ item, rank: rankOf(item) }));
  const result = goSort(ranked, (a, b) => isBeforeRank(a.rank, b.rank)).map(({ item }) => item);
  sorted.add(result);
  return result;
}

/** Lists that were sorted: doing it again leaves them as they are, since types have one order. */
const sorted = new WeakSet<readonly unknown[]>();

/**
 * The specifications and those of `incoming` that are not among them: `MergeAll` of api/types/fieldspec.go. Refuses (FW6017) those that differ in `create`
 * only, with `prefix` before the words.
 */
export function mergeSpecs(
  specs: readonly FieldSpec[],
  incoming: readonly FieldSpec[],
  prefix = '',
): readonly FieldSpec[] {
  if (incoming.length === 0) return specs;
  const result = [...specs];
  const byPath = new Map<string, FieldSpec[]>();
  // By hand: the package runs on Node 20 too, which has no Map.groupBy.
  for (const spec of specs) {
    const known = byPath.get(spec.path);
    if (known === undefined) byPath.set(spec.path, [spec]);
    else known.push(spec);
  }
  for (const spec of incoming) {
    const known = byPath.get(spec.path);
    const same = known?.find((each) => isSelected(each, spec));
    if (same === undefined) {
      result.push(spec);
      if (known === undefined) byPath.set(spec.path, [spec]);
      else known.push(spec);
    } else if (same.create !== spec.create) conflict(spec, prefix);
  }
  if (result.length === specs.length) return specs;
  return specs.length === 0 && result.length === incoming.length ? incoming : result;
}

function conflict(spec: FieldSpec, prefix: string): never {
  return refuse(
    'FW6017',
    `${prefix}conflicting fieldspecs`,
    `Say the same for \`create\` wherever the field \`${spec.path}\`${spec.kind && ` of ${spec.kind}`} is configured; kustomize itself may configure it too.`,
    undefined,
  );
}

function mergeReferences(
  references: readonly NameBackReferences[],
  incoming: readonly NameBackReferences[],
): readonly NameBackReferences[] {
  let result = references;
  for (const reference of incoming) result = withReference(result, reference);
  return result;
}

function withReference(
  references: readonly NameBackReferences[],
  added: NameBackReferences,
): readonly NameBackReferences[] {
  if (!references.some((each) => sameGvk(each, added))) return [...references, added];
  return references.map((each) => {
    if (!sameGvk(each, added)) return each;
    const fieldSpecs = mergeSpecs(each.fieldSpecs, added.fieldSpecs, 'failed to merge NameReference fieldSpec: ');
    return fieldSpecs === each.fieldSpecs ? each : { ...each, fieldSpecs };
  });
}

/** Configurations whose lists are all sorted. */
const ordered = new WeakSet<TransformerConfig>();

/** The configuration with its lists sorted, as kustomize has them once they are read. */
export function sortedConfig(config: TransformerConfig): TransformerConfig {
  const result = {
    namePrefix: sortedByType(config.namePrefix),
    nameSuffix: sortedByType(config.nameSuffix),
    namespace: sortedByType(config.namespace),
    labels: sortedByType(config.labels),
    templateLabels: sortedByType(config.templateLabels),
    commonLabels: sortedByType(config.commonLabels),
    commonAnnotations: sortedByType(config.commonAnnotations),
    nameReference: sortedByType(config.nameReference),
    varReference: sortedByType(config.varReference),
    images: sortedByType(config.images),
    replicas: sortedByType(config.replicas),
  };
  ordered.add(result);
  return result;
}
