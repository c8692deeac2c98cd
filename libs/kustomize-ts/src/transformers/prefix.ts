import type { FieldSpec } from '../kustomization/types.ts';
import type { Transformer } from '../resource/resource.ts';
import { affixTransformer } from './affix.ts';

export interface PrefixArgs {
  readonly prefix: string;
  readonly fieldSpecs: readonly FieldSpec[];
}

/** Puts a prefix in front of names, as PrefixTransformer of kustomize does. Refuses (FW6017) fields that are no text. */
export function prefixTransformer({ prefix, fieldSpecs }: PrefixArgs): Transformer {
  return affixTransformer({ text: prefix, added: (name) => prefix + name, where: 'prefixes' }, fieldSpecs);
}
