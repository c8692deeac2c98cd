import type { Clusters, StageCluster } from '../files/clusters.ts';
import type { Release } from '../files/release.ts';
import { holds, variantFor } from './variants.ts';

/** One thing that a release needs and a cluster has not. */
export type Lack =
  | { readonly lack: 'label'; readonly label: string }
  /** The release was rendered for the values of its time, and the cluster's is none of them. */
  | { readonly lack: 'value'; readonly label: string; readonly value: string }
  | { readonly lack: 'fact'; readonly fact: string }
  | { readonly lack: 'type'; readonly fact: string; readonly type: FactKind; readonly value: FactValue }
  /** By its labels the cluster takes this variant, which the release does not have. */
  | { readonly lack: 'variant'; readonly variant: string };

type FactKind = Release['facts'][string];
type FactValue = StageCluster['facts'][string];

/** What comes of a release on a cluster: it is not for it, it runs as one of its variants, or it cannot for what is lacking. */
export type OnCluster =
  | { readonly is: 'absent' }
  | { readonly is: 'placed'; readonly variant: string }
  | { readonly is: 'lacking'; readonly lacks: readonly Lack[] };

/** How a release comes to a cluster. */
export interface Coming {
  /** By a pin, which asks for no placement. */
  readonly pinned: boolean;
  /** Whether a cluster that is joining counts as active: what will run there, not what runs now. */
  readonly joined: boolean;
}

/**
 * Whether and how a cluster runs a release. Nothing runs on clusters that are `gone`, only add-ons on those that are
 * `joining`. Every label that the release asks for must be there with a value that it knows, wherever it is placed; the
 * variant and the facts, with their types, only where it is.
 */
export function placeOn(release: Release, cluster: StageCluster, { pinned, joined }: Coming): OnCluster {
  if (cluster.state === 'gone' || (cluster.state === 'joining' && !release.addOn && !joined)) return { is: 'absent' };
  const labels = { ...cluster.labels, kubernetes: cluster.kubernetes };
  const unknown = lackedLabels(release, labels);
  const open = pinned || release.placement.length === 0;
  if (!open && !release.placement.some((condition) => holds(condition, labels)))
    return unknown.length === 0 ? { is: 'absent' } : { is: 'lacking', lacks: unknown };
  const variant = variantFor(release, labels);
  const lacks = [...unknown, ...lackedFacts(release, cluster)];
  if (unknown.length === 0 && !release.variants.includes(variant)) lacks.push({ lack: 'variant', variant });
  return lacks.length === 0 ? { is: 'placed', variant } : { is: 'lacking', lacks };
}

function lackedLabels(release: Release, labels: { readonly [label: string]: string }): readonly Lack[] {
  return Object.entries(release.labels).flatMap(([label, values]): Lack[] => {
    const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
    if (value === undefined) return [{ lack: 'label', label }];
    return values.includes(value) ? [] : [{ lack: 'value', label, value }];
  });
}

function lackedFacts(release: Release, { facts }: StageCluster): readonly Lack[] {
  return Object.entries(release.facts).flatMap(([fact, type]): Lack[] => {
    const value = Object.hasOwn(facts, fact) ? facts[fact] : undefined;
    if (value === undefined) return [{ lack: 'fact', fact }];
    return hasType(value, type) ? [] : [{ lack: 'type', fact, type, value }];
  });
}

function hasType(value: FactValue, type: FactKind): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  return typeof value === (type === 'boolean' ? 'boolean' : 'string');
}

/**
 * "A cluster in two stages is an error": the clusters that more than one stage has, each with those stages in the order
 * given. A stage that has a cluster as `gone` runs nothing there and does not count, so that a cluster which is gone from
 * one stage can come to life in another before the first has forgotten it.
 */
export function heldTwice(
  stages: Iterable<readonly [stage: string, clusters: Clusters['clusters']]>,
): ReadonlyMap<string, readonly string[]> {
  const holders = new Map<string, string[]>();
  for (const [stage, clusters] of stages) {
    for (const [name, { state }] of Object.entries(clusters)) {
      if (state === 'gone') continue;
      const known = holders.get(name);
      if (known) known.push(stage);
      else holders.set(name, [stage]);
    }
  }
  return new Map([...holders].filter(([, names]) => names.length > 1));
}
