import { emptyConfig } from '../fields/config.ts';
import type { Var } from '../kustomization/types.ts';
import type { Resource } from '../resource/resource.ts';
import type { TransformerConfig } from './scope.ts';

/** What a folder hands to the one that uses it: nothing else of it is seen from outside. `ResAccumulator` of kustomize. */
export interface Accumulated {
  readonly resources: readonly Resource[];
  readonly config: TransformerConfig;
  readonly vars: ReadonlyMap<string, Var>;
}

/** What a folder starts from. */
export const nothing: Accumulated = { resources: [], config: emptyConfig, vars: new Map() };
