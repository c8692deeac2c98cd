import type { HubSize } from './synthetic.ts';

/** What to measure. */
export interface Plan {
  readonly apps: number;
  /** In the order in which they are measured. */
  readonly hubs: readonly HubSize[];
  /** Requests a second that the controller allows itself. */
  readonly rate: number;
}

/** What the flags of the command say. */
export interface Flags {
  /** Of each hub. */
  readonly clusters: readonly number[];
  /** ApplicationSets of each app, all of them for each number of clusters. */
  readonly buckets?: readonly number[];
  readonly apps: number;
  readonly rate: number;
}

/** Every number of clusters with every number of buckets; with those that are usual for it where none are said. */
export function planOf({ clusters, buckets, apps, rate }: Flags): Plan {
  const hubs = clusters.flatMap((count) =>
    (buckets ?? usualBuckets(count)).map((each) => ({ clusters: count, buckets: each })),
  );
  return { apps, hubs, rate };
}

function usualBuckets(clusters: number): readonly number[] {
  return clusters < 1000 ? [1, 2, 4] : [1, 3, 5, 10];
}
