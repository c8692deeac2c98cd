import { known } from './draft.ts';
import type { SettingsOf } from './processes.ts';

/** How many pods a process has: the smallest number that is certain, and the largest that can be. */
export interface Replicas {
  /** `undefined` where each cluster says. */
  readonly least: number | undefined;
  readonly most: number;
}

/** Number of pods of a process that serves or works. One where nothing is said. */
export function replicasOf(settings: SettingsOf<'web' | 'worker' | 'stateful'>): Replicas {
  if (settings.type === 'stateful') return fixed(known(settings.replicas));
  const { scale } = settings;
  if (!scale) return fixed(1);
  if (scale.type === 'fixed') return fixed(known(scale.replicas));
  return { least: known(scale.min), most: known(scale.max) ?? Number.POSITIVE_INFINITY };
}

function fixed(replicas: number | undefined): Replicas {
  return { least: replicas, most: replicas ?? Number.POSITIVE_INFINITY };
}
