import type { FieldSpec, StringMap } from '../kustomization/types.ts';
import type { Transformer } from '../resource/resource.ts';
import { entriesTransformer } from './set-entries.ts';

export interface LabelArgs {
  readonly labels: StringMap;
  readonly fieldSpecs: readonly FieldSpec[];
}

/** Adds labels to the fields specified. Refuses (FW6017) fields that hold something else than a mapping. As LabelTransformer of kustomize does. */
export function labelTransformer(args: LabelArgs): Transformer {
  return entriesTransformer(args.labels, args.fieldSpecs);
}
