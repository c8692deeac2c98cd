import type { Facts } from './facts.ts';

/** One fact on which two sides differ; `undefined` where a side does not have it. */
export interface Difference {
  readonly at: string;
  readonly upstream: string | undefined;
  readonly ours: string | undefined;
}

/** Every difference between two sets of facts, both ways, in code-unit order of the paths. */
export function differences(upstream: Facts, ours: Facts): Difference[] {
  const paths = [...new Set([...upstream.keys(), ...ours.keys()])].toSorted();
  const found: Difference[] = [];
  for (const at of paths) {
    if (upstream.get(at) !== ours.get(at)) found.push({ at, upstream: upstream.get(at), ours: ours.get(at) });
  }
  return found;
}
