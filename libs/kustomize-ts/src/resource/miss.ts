import { type Diagnostic, type Location, warning } from '@fleetwright/diagnostics';

/** Something in a kustomization that finds nothing to change, which kustomize passes over in silence (FW6022). */
export interface Miss extends Diagnostic {
  readonly of: 'patch' | 'replacement' | 'image';
}

/** Takes what finds nothing to change. */
export type OnMiss = (miss: Miss) => void;

/** A miss. The hint says how to mend it, the place is that of the entry. */
export function miss(of: Miss['of'], message: string, hint: string, at: Location): Miss {
  return { ...warning('FW6022', message, hint, at), of };
}
