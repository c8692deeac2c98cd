import type { FieldSpec, StringMap } from '../kustomization/types.ts';
import type { Transformer } from '../resource/resource.ts';
import { entriesTransformer } from './set-entries.ts';

export interface AnnotationsArgs {
  readonly annotations: StringMap;
  readonly fieldSpecs: readonly FieldSpec[];
}

/** Adds annotations to the fields specified. Refuses (FW6017) fields that hold something else than a mapping. As AnnotationsTransformer of kustomize does. */
export function annotationsTransformer(args: AnnotationsArgs): Transformer {
  return entriesTransformer(args.annotations, args.fieldSpecs);
}
