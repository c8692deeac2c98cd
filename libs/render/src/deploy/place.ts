import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { heldTwice, type Lack, placeOn, type StageCluster } from '@fleetwright/model/engine';
import { byCodeUnit, someOf, sortedEntries } from './names.ts';
import { stagesRoot } from './read-stages.ts';
import type { Placement } from './reads.ts';
import { type Entry, entryFor, type Stage } from './stage.ts';

/** One app on one cluster, with what it is made of. */
export interface Placed extends Placement {
  readonly from: Entry;
}

/** Which app runs where, in code-unit order of cluster and app, and what keeps apps from running where they should. */
export interface Placements {
  readonly placed: readonly Placed[];
  readonly errors: readonly Diagnostic[];
}

/** Whether clusters that are still joining count as active: what will run there, not what runs now. */
export interface PlaceOptions {
  readonly joined: boolean;
}

/**
 * Places every app of every stage: where one of its `placement` conditions fits (or it has none), add-ons alone on clusters
 * that join, nothing on those that are gone; a pin wherever it is pinned. Errors: FW3002 for a cluster that lacks a
 * fact, a label or a variant that the app needs, FW3004 for a cluster in two stages, or a pin of one in none.
 */
export function place(stages: readonly Stage[], options: PlaceOptions = { joined: false }): Placements {
  const lacking = new Map<string, Lacking>();
  const placed: Placed[] = [];
  for (const stage of stages) {
    const apps = [...new Set([...stage.entries.values()].map((entry) => entry.app))].toSorted();
    const takers = new Map([...stage.entries.values()].map((entry) => [entry, takerOf(entry, options)]));
    for (const [cluster, known] of Object.entries(stage.fleet.clusters)) {
      const alike = likeness(known);
      for (const app of apps) {
        const entry = entryFor(stage, app, cluster);
        if (!entry) continue;
        const found = takers.get(entry)?.(known, alike) ?? { is: 'absent' };
        if (found.is === 'placed')
          placed.push({ cluster, app, stage: stage.name, entry: entry.folder, variant: found.variant, from: entry });
        if (found.is !== 'lacking') continue;
        for (const lack of found.lacks) addLacking(lacking, { entry, what: textOf(lack), clusters: [cluster] });
      }
    }
  }
  const errors = [...doubled(stages), ...strayPins(stages), ...[...lacking.values()].map(lackError)];
  return { placed: placed.toSorted(byClusterAndApp), errors };
}

type OnCluster = ReturnType<typeof placeOn>;

/** How clusters take an entry. Of those alike one is asked for all: there are tens of thousands of pairs, but dozens of likenesses. */
function takerOf({ release, cluster }: Entry, options: PlaceOptions): (on: StageCluster, alike: string) => OnCluster {
  const coming = { pinned: cluster !== undefined, ...options };
  const known = new Map<string, OnCluster>();
  return (on, alike) => {
    const found = known.get(alike) ?? placeOn(release, on, coming);
    // What a cluster lacks is told with the value that it has.
    if (found.is !== 'lacking') known.set(alike, found);
    return found;
  };
}

/** All that decides how a cluster takes a release, as text. Values of facts do not count, only what types they can be. */
function likeness({ state, kubernetes, labels, facts }: StageCluster): string {
  const types = Object.entries(facts).map(([fact, value]) => [fact, typeof value, Number.isSafeInteger(value)]);
  return JSON.stringify([state, kubernetes, labels, types]);
}

function byClusterAndApp(a: Placed, b: Placed): number {
  return byCodeUnit(a.cluster, b.cluster) || byCodeUnit(a.app, b.app);
}

/** What clusters lack for an app, said once for all of them. */
interface Lacking {
  readonly entry: Entry;
  readonly what: string;
  readonly clusters: string[];
}

function textOf(lack: Lack): string {
  if (lack.lack === 'label') return `the label "${lack.label}"`;
  if (lack.lack === 'value')
    return `a value of the label "${lack.label}" that the release knows: "${lack.value}" is not one`;
  if (lack.lack === 'fact') return `the fact "${lack.fact}"`;
  if (lack.lack === 'type') return `a fact "${lack.fact}" of type ${lack.type}: it is ${JSON.stringify(lack.value)}`;
  return `a variant for its labels: the release has none called "${lack.variant}"`;
}

function addLacking(lacking: Map<string, Lacking>, found: Lacking): void {
  const key = `${found.entry.stage}/${found.entry.folder}/${found.what}`;
  const known = lacking.get(key);
  if (known) known.clusters.push(...found.clusters);
  else lacking.set(key, found);
}

function lackError({ entry, what, clusters }: Lacking): Diagnostic {
  const { stage, app, folder } = entry;
  const message = `${app} in ${stage} needs what ${someOf(clusters.toSorted())} ${clusters.length === 1 ? 'lacks' : 'lack'}: ${what}`;
  const hint = `promote the fleet that has it: \`fleetwright promote fleet --to ${stage}\`, or a release of ${app} that does without`;
  return error('FW3002', message, hint, { file: `${stagesRoot}/${stage}/${folder}/config/release.yaml` });
}

function doubled(stages: readonly Stage[]): Diagnostic[] {
  const doubles = heldTwice(stages.map(({ name, fleet }) => [name, fleet.clusters]));
  return sortedEntries(doubles).map(([cluster, names]) => {
    const hint =
      'a cluster is in one stage: `fleetwright new stage <stage> --from <stage>` takes it out of the other in the same commit';
    const file = `${stagesRoot}/${names.at(-1)}/fleet/clusters.yaml`;
    return error('FW3004', `${cluster} is in ${names.join(' and in ')}`, hint, { file, path: ['clusters', cluster] });
  });
}

function strayPins(stages: readonly Stage[]): Diagnostic[] {
  return stages.flatMap((stage) =>
    [...stage.entries.values()].flatMap(({ app, cluster, folder }) => {
      if (cluster === undefined || stage.fleet.clusters[cluster]) return [];
      const message = `${app} is pinned on ${cluster}, which is not a cluster of ${stage.name}`;
      return [
        error('FW3004', message, 'a pin moves with its cluster, and goes when the cluster is gone', {
          file: `${stagesRoot}/${stage.name}/${folder}`,
        }),
      ];
    }),
  );
}
