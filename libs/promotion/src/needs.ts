import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { type Clusters, type Lack, placeOn, type Release as ReleaseFile } from '@fleetwright/model/engine';
import { parseEntry } from './paths.ts';
import { list } from './text.ts';
import type { Stage } from './world.ts';

/** What some clusters lack of what a release needs. */
export interface Need {
  /** `needs the fact "shards"`, `does not know the value "huge" of the label "size"`. */
  readonly what: string;
  /** What the clusters would do with it that they cannot. */
  readonly would: 'lack' | 'have' | 'take';
  /** In code-unit order. */
  readonly clusters: readonly string[];
}

/**
 * The clusters that an entry of a stage is for: those of the stage for an app, but for the ones where the app is pinned;
 * that one for a pin.
 */
export function clustersFor(entry: string, entries: readonly string[], { clusters }: Clusters): Clusters['clusters'] {
  const { app, cluster } = parseEntry(entry);
  const own = Object.entries(clusters).filter(([name]) =>
    cluster === undefined ? !entries.includes(`${app}@${name}`) : name === cluster,
  );
  return Object.fromEntries(own);
}

/** What clusters lack of what a release needs, by the rule of {@link placeOn}. */
export function lacks(release: ReleaseFile, clusters: Clusters['clusters'], pinned: boolean): readonly Need[] {
  const found = new Map<string, { readonly would: Need['would']; readonly clusters: string[] }>();
  for (const [name, cluster] of Object.entries(clusters).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const on = placeOn(release, cluster, { pinned, joined: false });
    for (const lack of on.is === 'lacking' ? on.lacks : []) {
      const { what, would } = worded(lack);
      const need = found.get(what) ?? { would, clusters: [] };
      need.clusters.push(name);
      found.set(what, need);
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, need]) => ({ what, ...need }));
}

function worded(lack: Lack): Pick<Need, 'what' | 'would'> {
  if (lack.lack === 'label') return { what: `needs the label "${lack.label}"`, would: 'lack' };
  if (lack.lack === 'fact') return { what: `needs the fact "${lack.fact}"`, would: 'lack' };
  if (lack.lack === 'type') return { what: `needs the fact "${lack.fact}" as ${lack.type}`, would: 'lack' };
  if (lack.lack === 'variant') return { what: `has no variant "${lack.variant}"`, would: 'take' };
  return { what: `does not know the value "${lack.value}" of the label "${lack.label}"`, would: 'have' };
}

/** FW4006 for a release (as it is called in messages: `web`, `what prod-eu holds of web`) on what a stage would know. */
export function unmet(who: string, stage: Stage, needs: readonly Need[], hint: string): readonly Diagnostic[] {
  return needs.map(({ what, would, clusters }) => {
    const message = `${who} ${what}, which ${list(clusters)} of ${stage.name} would ${would}`;
    // No cluster is to blame for that one: a release has a variant for every combination that it knows.
    const mend = would === 'take' ? 'render the app again with this version, commit, and promote that' : hint;
    return error('FW4006', message, mend, undefined);
  });
}
