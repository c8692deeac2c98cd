import type { FieldSpec } from '../kustomization/types.ts';
import type { Transformer } from '../resource/resource.ts';
import { affixTransformer } from './affix.ts';

export interface SuffixArgs {
  readonly suffix: string;
  readonly fieldSpecs: readonly FieldSpec[];
}

/** Puts a suffix behind names, as SuffixTransformer of kustomize does. Refuses (FW6017) fields that are no text. */
export function suffixTransformer({ suffix, fieldSpecs }: SuffixArgs): Transformer {
  return affixTransformer({ text: suffix, added: (name) => name + suffix, where: 'suffixes' }, fieldSpecs);
}
