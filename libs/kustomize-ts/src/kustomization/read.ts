import { type Diagnostic, error, nearest } from '@fleetwright/diagnostics';
import { placeIn } from '../place.ts';
import { refuse } from '../refusal.ts';
import { isNull, type Node } from '../yaml/node.ts';
import { readYaml11 } from '../yaml/yaml11.ts';
import {
  decodeGoodParts,
  type Field,
  list,
  map,
  optional,
  type Reading,
  type Shape,
  string,
  struct,
  text,
} from './decode.ts';
import { type DeprecatedField, deprecations } from './deprecated.ts';
import * as shapes from './shapes.ts';
import type { GeneratorArgs, GeneratorOptions, HelmChart, HelmGlobals, Kustomization, StringMap } from './types.ts';
import { scalar11 } from './yaml11-scalar.ts';

/** A kustomization file as it is used. */
export interface KustomizationFile {
  readonly file: string;
  readonly kustomization: Kustomization;
  /** Of deprecated fields (FW6021). */
  readonly warnings: readonly Diagnostic[];
  /** The document, for the places of what messages are about. */
  readonly node: Node;
  /** What is wrong with it (FW6002): it is not to be built, only looked through for more. */
  readonly problems: readonly Diagnostic[];
}

type Raw = ReturnType<typeof fields>;

const metadata = struct('types.ObjectMeta', (field) => ({
  name: field('name', string),
  namespace: field('namespace', string),
  labels: field('labels', shapes.stringMap),
  annotations: field('annotations', shapes.stringMap),
}));

/** A chart in the form before `helmCharts`. */
const oldChart = struct('types.HelmChartArgs', (field, from) => {
  for (const name of ['chartRepoName', 'helmBin', 'releaseNamespace']) field(name, string);
  field('extraArgs', shapes.strings);
  return {
    from,
    name: field('chartName', string),
    version: field('chartVersion', string),
    repo: field('chartRepoUrl', string),
    chartHome: field('chartHome', string),
    configHome: field('helmHome', string),
    valuesFile: field('values', string),
    valuesInline: field('valuesLocal', shapes.jsonObject),
    valuesMerge: field('valuesMerge', string),
    releaseName: field('releaseName', string),
  };
});

const chart: Shape<HelmChart> = struct('types.HelmChart', (field, from) => ({ from, ...shapes.chartFields(field) }));

/** As the struct `Kustomization` of kustomize: what the file does not say is `undefined` or empty text. */
function fields(field: Field) {
  return {
    kind: field('kind', string, 'TypeMeta'),
    apiVersion: field('apiVersion', string, 'TypeMeta'),
    metadata: field('metadata', optional(metadata)),
    openapi: field('openapi', map(string)),
    namePrefix: field('namePrefix', string),
    nameSuffix: field('nameSuffix', string),
    namespace: field('namespace', string),
    commonLabels: field('commonLabels', map(string)),
    labels: field('labels', list(shapes.label)),
    commonAnnotations: field('commonAnnotations', map(string)),
    patchesStrategicMerge: field('patchesStrategicMerge', list(text('types.PatchStrategicMerge'))),
    patchesJson6902: field('patchesJson6902', list(shapes.patch)),
    patches: field('patches', list(shapes.patch)),
    images: field('images', list(shapes.image)),
    imageTags: field('imageTags', list(shapes.image)),
    replacements: field('replacements', list(shapes.replacementField)),
    replicas: field('replicas', list(shapes.replica)),
    vars: field('vars', list(shapes.variable)),
    sortOptions: field('sortOptions', optional(shapes.sortOptions)),
    resources: field('resources', list(string)),
    components: field('components', list(string)),
    crds: field('crds', list(string)),
    bases: field('bases', list(string)),
    configMapGenerator: field('configMapGenerator', list(shapes.configMapArgs)),
    secretGenerator: field('secretGenerator', list(shapes.secretArgs)),
    helmGlobals: field('helmGlobals', optional(shapes.helmGlobals)),
    helmCharts: field('helmCharts', list(chart)),
    helmChartInflationGenerator: field('helmChartInflationGenerator', list(oldChart)),
    generatorOptions: field('generatorOptions', optional(shapes.generatorOptions)),
    configurations: field('configurations', list(string)),
    generators: field('generators', list(string)),
    transformers: field('transformers', list(string)),
    validators: field('validators', list(string)),
    buildMetadata: field('buildMetadata', list(string)),
  };
}

const shape: Shape<Raw> = struct('types.Kustomization', fields);

/** Lists whose entries go to another field, so that an empty one is nothing. */
const moved: ReadonlySet<string> = new Set(['bases', 'imageTags', 'helmChartInflationGenerator']);

/**
 * Reads a kustomization file as `KustTarget.Load` of kustomize does. Refuses (FW6002) what is not YAML, and a file that says nothing; unknown fields, wrong
 * types and another kind or version are its problems.
 */
export function readKustomization(content: string | Uint8Array, file: string): KustomizationFile {
  const node = readYaml11(content, file, 'invalid Kustomization: ');
  const reading: Reading = { file, scalar: scalar11, strict: true, coerce: false, prefix: 'invalid Kustomization: ' };
  const { value: raw, problems: misread } = decodeGoodParts(shape, node, reading);
  if (misread.length === 0 && isEmpty(raw)) {
    const hint = 'list something under resources, or take the file away';
    refuse('FW6002', 'kustomization.yaml is empty', hint, isNull(node) ? { file, line: 1 } : placeIn(file, node));
  }
  const kustomization = fixed(raw);
  const problems = [...misread, ...typeProblems(kustomization, file, node)];
  // kustomize gets to these no sooner than it has read the rest.
  const warnings = problems.length > 0 ? [] : deprecations(file, node, deprecated(raw));
  return { file, kustomization, warnings, node, problems };
}

function isEmpty(raw: Raw): boolean {
  return Object.entries(raw).every(
    ([name, value]) =>
      name === 'kind' ||
      name === 'apiVersion' ||
      value === undefined ||
      value === '' ||
      (moved.has(name) && Array.isArray(value) && value.length === 0),
  );
}

function deprecated(raw: Raw): ReadonlySet<DeprecatedField> {
  const names = ['bases', 'commonLabels', 'imageTags', 'patchesJson6902', 'patchesStrategicMerge', 'vars'] as const;
  return new Set(names.filter((name) => raw[name] !== undefined));
}

/** What `FixKustomization` of kustomize does, and the merge of `generatorOptions` into each generator. */
function fixed(raw: Raw): Kustomization {
  const kind = raw.kind === '' ? 'Kustomization' : raw.kind;
  const version = kind === 'Component' ? 'v1alpha1' : 'v1beta1';
  const { openapi, namePrefix, nameSuffix, namespace, sortOptions } = raw;
  return {
    kind,
    apiVersion: raw.apiVersion === '' ? `kustomize.config.k8s.io/${version}` : raw.apiVersion,
    namePrefix,
    nameSuffix,
    namespace,
    sortOptions,
    openapi: openapi ?? new Map(),
    buildMetadata: raw.buildMetadata ?? [],
    ...filesOf(raw),
    ...generatorsOf(raw),
    ...transformersOf(raw),
  };
}

function filesOf(raw: Raw) {
  return {
    resources: [...(raw.resources ?? []), ...(raw.bases ?? [])],
    components: raw.components ?? [],
    crds: raw.crds ?? [],
    configurations: raw.configurations ?? [],
    generators: raw.generators ?? [],
    transformers: raw.transformers ?? [],
    validators: raw.validators ?? [],
  };
}

function generatorsOf(raw: Raw) {
  const { generatorOptions: options, helmChartInflationGenerator: oldCharts = [] } = raw;
  return {
    configMapGenerator: (raw.configMapGenerator ?? []).map((args) => withOptions(args, options)),
    secretGenerator: (raw.secretGenerator ?? []).map((args) => withOptions(args, options)),
    helmGlobals: raw.helmGlobals ?? oldGlobals(oldCharts),
    helmCharts: [...(raw.helmCharts ?? []), ...oldCharts.map(modernChart)],
  };
}

function transformersOf(raw: Raw) {
  return {
    commonLabels: raw.commonLabels ?? new Map<string, string>(),
    commonAnnotations: raw.commonAnnotations ?? new Map<string, string>(),
    labels: raw.labels ?? [],
    patchesStrategicMerge: raw.patchesStrategicMerge ?? [],
    patchesJson6902: raw.patchesJson6902 ?? [],
    patches: raw.patches ?? [],
    images: [...(raw.images ?? []), ...(raw.imageTags ?? [])],
    replacements: raw.replacements ?? [],
    replicas: raw.replicas ?? [],
    vars: raw.vars ?? [],
  };
}

/** Labels and annotations of the generator win; the two switches are on when either has them on. */
function withOptions<T extends GeneratorArgs>(args: T, global: GeneratorOptions | undefined): T {
  if (global === undefined) return args;
  const own = args.options ?? shapes.generatorOptions.zero;
  return {
    ...args,
    options: {
      labels: underlaid(own.labels, global.labels),
      annotations: underlaid(own.annotations, global.annotations),
      disableNameSuffixHash: own.disableNameSuffixHash || global.disableNameSuffixHash,
      immutable: own.immutable || global.immutable,
    },
  };
}

function underlaid(own: StringMap, global: StringMap): StringMap {
  return own.size === 0 ? global : new Map([...own, ...[...global].filter(([name]) => !own.has(name))]);
}

type OldChart = typeof oldChart.zero;

function oldGlobals(charts: readonly OldChart[]): HelmGlobals | undefined {
  const chartHome = charts.findLast((old) => old.chartHome !== '')?.chartHome ?? '';
  const configHome = charts.findLast((old) => old.configHome !== '')?.configHome ?? '';
  return chartHome === '' && configHome === '' ? undefined : { chartHome, configHome };
}

function modernChart({ chartHome: _home, configHome: _config, ...old }: OldChart): HelmChart {
  return { ...chart.zero, ...old };
}

function typeProblems(kustomization: Kustomization, file: string, node: Node): readonly Diagnostic[] {
  const { kind, apiVersion } = kustomization;
  const problems: string[] = [];
  const isKind = kind === 'Kustomization' || kind === 'Component';
  if (!isKind) problems.push('kind should be Kustomization or Component');
  const required = `kustomize.config.k8s.io/${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}`;
  if (apiVersion !== required) problems.push(`apiVersion for ${kind} should be ${required}`);
  if (problems.length === 0) return [];
  const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
  const message = `Failed to read kustomization file under /${folder}:\n${problems.join('\n')}`;
  const meant = isKind ? undefined : (nearest(kind, ['Kustomization', 'Component']) ?? 'Kustomization');
  const hint =
    meant === undefined
      ? `write apiVersion: ${required}, or leave it out`
      : `did you mean "${meant}"? Without kind and apiVersion it is a Kustomization`;
  return [error('FW6002', message, hint, placeIn(file, node, isKind ? 'apiVersion' : 'kind'))];
}
