import type { FieldSpec } from '../kustomization/types.ts';
import type { Schema } from '../merge/schema.ts';
import type { Gvk } from '../resource/gvk.ts';

/** What steps of a build may ask for beside the resources: files of the kustomization they are written in, and what is known of types. */
export interface Scope {
  /** The file of the kustomization, for messages. */
  readonly file: string;
  /** Folder of the kustomization. */
  readonly root: string;
  readonly schema: Schema;
  /** The content of a file that the kustomization names, relative to its folder. Refuses what is not there or not allowed (FW6003, FW6004, FW6006). */
  read(path: string): Uint8Array;
  /** The same as text. Refuses what is not UTF-8 (FW5006). */
  readText(path: string): string;
  readonly helm: HelmRenderer | undefined;
}

/** Renders a chart to YAML documents; injected, since Helm is a program of its own. */
export type HelmRenderer = (chart: HelmRequest) => string;

export interface HelmRequest {
  readonly chart: string;
  readonly root: string;
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
