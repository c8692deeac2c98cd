import type { Location } from '@fleetwright/diagnostics';
import type { FieldSpec, HelmChart } from '../kustomization/types.ts';
import type { Schema } from '../merge/schema.ts';
import type { Gvk } from '../resource/gvk.ts';

/** What steps of a build may ask for beside the resources: files of the kustomization they are written in, and what is known of types. */
export interface Scope {
  /** The file of the kustomization, for messages. */
  readonly file: string;
  /** Folder of the kustomization. */
  readonly root: string;
  readonly schema: Schema;
  /**
   * The content of a file that the kustomization names, relative to its folder. Refuses what is not there or not allowed (FW6003, FW6004, FW6006).
   * `at`: where it is named. Default: the first place of the kustomization with this text.
   */
  read(path: string, at?: Location): Uint8Array;
  /** The same as text. Refuses what is not UTF-8 (FW5006). */
  readText(path: string, at?: Location): string;
  readonly helm: HelmRenderer | undefined;
}

/** Renders a chart to YAML documents; injected, since Helm is a program of its own. Refuses (FW6008) what goes wrong. */
export type HelmRenderer = (chart: HelmRequest) => string;

/** What a renderer is to do: see `pullArguments` and `templateArguments` of generators/helm.ts for the words to give to helm. */
export interface HelmRequest {
  readonly chart: HelmChart;
  /** The file of the kustomization, for messages. */
  readonly file: string;
  /** Folder of the kustomization, from the root of the tree. */
  readonly root: string;
  /** Folder with the folder of the chart, or to pull it to; from `root` unless it is absolute. */
  readonly chartHome: string;
  /** What helm is to have as HELM_CONFIG_HOME; empty: a temporary folder. */
  readonly configHome: string;
  /** The content of the values file that kustomize writes for helm. To be asked for once the chart is there: its own values may be part of it. */
  values(): Uint8Array;
}

/** Which fields the transformers work on: built-in ones, with what `configurations` and `crds` add. */
export interface TransformerConfig {
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly namespace: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly commonLabels: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly nameReference: readonly NameBackReferences[];
  readonly varReference: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
}

/** The fields that name a resource of this type. */
export interface NameBackReferences extends Gvk {
  readonly fieldSpecs: readonly FieldSpec[];
}
