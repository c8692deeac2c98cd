import type { Location } from '@fleetwright/diagnostics';
import type { Written } from '../place.ts';
import type { ResId } from '../resource/gvk.ts';

/**
 * A kustomization file as the rest of the library reads it: decoded, deprecated fields moved to those that replace them as `FixKustomization` of
 * kustomize does, lists empty where the file says nothing.
 * Fields: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export interface Kustomization {
  readonly apiVersion: string;
  readonly kind: 'Kustomization' | 'Component' | (string & {});
  readonly openapi: ReadonlyMap<string, string>;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  readonly namespace: string;
  readonly commonLabels: StringMap;
  readonly labels: readonly Label[];
  readonly commonAnnotations: StringMap;
  readonly patchesStrategicMerge: readonly string[];
  readonly patchesJson6902: readonly Patch[];
  readonly patches: readonly Patch[];
  readonly images: readonly Image[];
  readonly replacements: readonly ReplacementField[];
  readonly replicas: readonly Replica[];
  readonly vars: readonly Var[];
  readonly sortOptions: SortOptions | undefined;
  readonly resources: readonly string[];
  readonly components: readonly string[];
  readonly crds: readonly string[];
  readonly configMapGenerator: readonly ConfigMapArgs[];
  readonly secretGenerator: readonly SecretArgs[];
  readonly helmGlobals: HelmGlobals | undefined;
  readonly helmCharts: readonly HelmChart[];
  readonly configurations: readonly string[];
  readonly generators: readonly string[];
  readonly transformers: readonly string[];
  readonly validators: readonly string[];
  readonly buildMetadata: readonly string[];
}

/** Names and texts; kustomize goes through them sorted by name. */
export type StringMap = ReadonlyMap<string, string>;

export interface Label extends Written {
  readonly pairs: StringMap;
  readonly includeSelectors: boolean;
  readonly includeTemplates: boolean;
  readonly fields: readonly FieldSpec[];
}

/** Which fields of which types something is about. Empty `group`, `version`, `kind`: any. */
export interface FieldSpec {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Keys between `/`; `\/` is a slash in a key, `name[]` a key whose value must be a list. */
  readonly path: string;
  readonly create: boolean;
}

/** Which resources: parts of an id (regular expressions where the user of the selector says so) and selectors of labels. */
export interface Selector extends ResId {
  readonly annotationSelector: string;
  readonly labelSelector: string;
}

export interface Patch extends Written {
  readonly path: string;
  readonly patch: string;
  readonly target: Selector | undefined;
  /** `allowNameChange`, `allowKindChange`. */
  readonly options: ReadonlyMap<string, boolean>;
}

export interface Image extends Written {
  readonly name: string;
  readonly newName: string;
  readonly tagSuffix: string;
  readonly newTag: string;
  readonly digest: string;
}

export interface Replica extends Written {
  readonly name: string;
  /** Digits, as Go prints an int64. */
  readonly count: string;
}

/** One replacement, or the path of a file with some. */
export interface ReplacementField extends Replacement {
  readonly path: string;
}

export interface Replacement extends Written {
  readonly source: ReplacementSource | undefined;
  readonly sourceValue: string | undefined;
  readonly targets: readonly ReplacementTarget[];
}

export interface ReplacementSource extends ResId, Written {
  readonly fieldPath: string;
  readonly options: FieldOptions | undefined;
}

export interface ReplacementTarget extends Written {
  readonly select: Selector | undefined;
  readonly reject: readonly Selector[];
  readonly fieldPaths: readonly string[];
  readonly options: FieldOptions | undefined;
}

export interface FieldOptions {
  readonly delimiter: string;
  readonly index: number;
  readonly encoding: string;
  readonly create: boolean;
}

export interface Var extends Written {
  readonly name: string;
  /** `apiVersion` is split into group and version already. */
  readonly objref: ResId;
  /** `metadata.name` when the file says none. */
  readonly fieldPath: string;
  /** Where it is declared, once a build has come to it. */
  readonly at?: Location | undefined;
}

export interface SortOptions extends Written {
  readonly order: string;
  readonly legacySortOptions:
    | { readonly orderFirst: readonly string[]; readonly orderLast: readonly string[] }
    | undefined;
}

/** What ConfigMap and Secret generators share; `options` has `generatorOptions` merged in. */
export interface GeneratorArgs extends Written {
  readonly name: string;
  readonly namespace: string;
  readonly behavior: string;
  readonly literals: readonly string[];
  readonly files: readonly string[];
  /** `env` is one of them. */
  readonly envs: readonly string[];
  readonly options: GeneratorOptions | undefined;
}

export type ConfigMapArgs = GeneratorArgs;

export interface SecretArgs extends GeneratorArgs {
  readonly type: string;
}

export interface GeneratorOptions {
  readonly labels: StringMap;
  readonly annotations: StringMap;
  readonly disableNameSuffixHash: boolean;
  readonly immutable: boolean;
}

export interface HelmGlobals {
  readonly chartHome: string;
  readonly configHome: string;
}

export interface HelmChart extends Written {
  readonly name: string;
  readonly version: string;
  readonly repo: string;
  readonly releaseName: string;
  readonly namespace: string;
  readonly nameTemplate: string;
  readonly valuesFile: string;
  readonly additionalValuesFiles: readonly string[];
  /** As YAML; empty when the file says none. */
  readonly valuesInline: string;
  readonly valuesMerge: string;
  readonly includeCRDs: boolean;
  readonly skipHooks: boolean;
  readonly apiVersions: readonly string[];
  readonly kubeVersion: string;
  readonly skipTests: boolean;
  readonly debug: boolean;
  readonly devel: boolean;
}
