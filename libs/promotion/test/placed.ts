import type { Clusters } from '@fleetwright/model/engine';
import type { PlanWorld } from '../src/index.ts';
import { Fleet } from './fleet.ts';
import {
  cluster,
  clustersFile,
  contentsOf,
  fleetEverywhere,
  releaseFile,
  rendered,
  repository,
  stages,
} from './repository.ts';

export const eu1 = cluster({ facts: { domain: 'eu1.example.org' } });
export const eu3 = cluster({ labels: { size: 'large' } });
export const us1 = cluster({ facts: { domain: 'us1.example.org' } });

/** What each tree of fleet knows: eu-3 is in prod-eu, and was given to prod-us in version 2. */
export const known: { readonly [tree: string]: Clusters['clusters'] } = {
  'fleet1-prod-eu': { 'eu-1': eu1, 'eu-3': eu3 },
  'fleet1-prod-us': { 'us-1': us1 },
  'fleet2-prod-eu': { 'eu-1': eu1 },
  'fleet2-prod-us': { 'us-1': us1, 'eu-3': eu3 },
};

/** Every size that web is for, by tree. */
const sizes: { readonly [tree: string]: readonly string[] } = { 'web3-prod': ['small'] };

export function contents(clusters: { readonly [tree: string]: Clusters['clusters'] } = {}): PlanWorld['contents'] {
  return contentsOf({
    clusters: (tree) => clustersFile('', { ...known, ...clusters }[tree] ?? {}),
    release: (app, tree) => {
      const placement = (sizes[tree] ?? []).map((size) => ({ size: [size] }));
      return releaseFile({ app, placement, labels: placement.length > 0 ? { size: ['large', 'small'] } : {} });
    },
  });
}

/** prod-eu and prod-us both hold web; fleet is at version 1, and rendered at `rendering`. */
export function placed(trees: Record<string, string>, rendering = 2): Fleet {
  const from = repository();
  from.commit({});
  from.commit({ ...fleetEverywhere(), ...rendered('web', 1) });
  for (const version of [2, 3]) from.commit(rendered('web', version));
  from.commit(Object.fromEntries(Object.entries(trees).map(([entry, tree]) => [`clusters/stages/${entry}`, tree])));
  for (const stage of ['prod-eu', 'prod-us'])
    from.commit({ [`clusters/rendered/${stage}`]: `fleet${rendering}-${stage}` });
  return new Fleet(from);
}

/** prod-eu alone, which follows no stage. */
export const inEu = stages.filter(({ name }) => name === 'prod-eu').map((stage) => ({ ...stage, after: [] }));
