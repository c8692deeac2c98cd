import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { holds, type Release, type StageCluster, variantFor } from '@fleetwright/model/engine';
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
  const lacking = new Map<string, Lack>();
  const placed: Placed[] = [];
  for (const stage of stages) {
    const apps = [...new Set([...stage.entries.values()].map((entry) => entry.app))].toSorted();
    for (const [cluster, known] of Object.entries(stage.fleet.clusters)) {
      const labels = { ...known.labels, kubernetes: known.kubernetes };
      for (const app of apps) {
        const entry = entryFor(stage, app, cluster);
        if (!entry || !runs(entry.release, known, options)) continue;
        const variant = variantOf(entry, labels, known.facts, (what) => {
          addLack(lacking, { entry, what, clusters: [cluster] });
        });
        if (variant !== undefined)
          placed.push({ cluster, app, stage: stage.name, entry: entry.folder, variant, from: entry });
      }
    }
  }
  const errors = [...doubled(stages), ...strayPins(stages), ...[...lacking.values()].map(lackError)];
  return { placed: placed.toSorted(byClusterAndApp), errors };
}

function byClusterAndApp(a: Placed, b: Placed): number {
  return byCodeUnit(a.cluster, b.cluster) || byCodeUnit(a.app, b.app);
}

function runs(release: Release, cluster: StageCluster, { joined }: PlaceOptions): boolean {
  if (cluster.state === 'gone') return false;
  return cluster.state !== 'joining' || release.addOn || joined;
}

/** What clusters lack for an app, said once for all of them. */
interface Lack {
  readonly entry: Entry;
  readonly what: string;
  readonly clusters: string[];
}

type Labels = Readonly<Record<string, string>>;

/** The variant for a cluster; undefined where the app does not belong, or cannot run. What is missing goes to `lack`. */
function variantOf(
  entry: Entry,
  labels: Labels,
  facts: StageCluster['facts'],
  lack: (what: string) => void,
): string | undefined {
  const { release } = entry;
  const unknown = unknownLabels(release, labels);
  const fits = entry.cluster !== undefined || release.placement.some((condition) => holds(condition, labels));
  if (unknown.length === 0 && release.placement.length > 0 && !fits) return undefined;
  const variant = variantFor(release, labels);
  const lacks = [...unknown, ...unknownFacts(release, facts)];
  if (unknown.length === 0 && !release.variants.includes(variant)) {
    lacks.push(`a variant for its labels: the release has none called "${variant}"`);
  }
  for (const what of lacks) lack(what);
  return lacks.length === 0 ? variant : undefined;
}

function unknownLabels(release: Release, labels: Labels): string[] {
  const found: string[] = [];
  for (const [label, values] of Object.entries(release.labels)) {
    const value = labels[label];
    if (value === undefined) found.push(`the label "${label}"`);
    else if (!values.includes(value)) {
      found.push(`a value of the label "${label}" that the release knows: "${value}" is not one`);
    }
  }
  return found;
}

function unknownFacts(release: Release, facts: StageCluster['facts']): string[] {
  const found: string[] = [];
  for (const [fact, type] of Object.entries(release.facts)) {
    const value = facts[fact];
    if (value === undefined) found.push(`the fact "${fact}"`);
    else if (!hasType(value, type)) found.push(`a fact "${fact}" of type ${type}: it is ${JSON.stringify(value)}`);
  }
  return found;
}

function hasType(value: string | number | boolean, type: Release['facts'][string]): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  return typeof value === (type === 'boolean' ? 'boolean' : 'string');
}

function addLack(lacking: Map<string, Lack>, lack: Lack): void {
  const key = `${lack.entry.stage}/${lack.entry.folder}/${lack.what}`;
  const known = lacking.get(key);
  if (known) known.clusters.push(...lack.clusters);
  else lacking.set(key, lack);
}

function lackError({ entry, what, clusters }: Lack): Diagnostic {
  const { stage, app, folder } = entry;
  const message = `${app} in ${stage} needs what ${someOf(clusters.toSorted())} ${clusters.length === 1 ? 'lacks' : 'lack'}: ${what}`;
  const hint = `promote the fleet that has it: \`fleetwright promote fleet --to ${stage}\`, or a release of ${app} that does without`;
  return error('FW3002', message, hint, { file: `${stagesRoot}/${stage}/${folder}/config/release.yaml` });
}

function doubled(stages: readonly Stage[]): Diagnostic[] {
  const holders = new Map<string, string[]>();
  for (const stage of stages) {
    for (const cluster of Object.keys(stage.fleet.clusters)) {
      const names = holders.get(cluster);
      if (names) names.push(stage.name);
      else holders.set(cluster, [stage.name]);
    }
  }
  return sortedEntries(holders).flatMap(([cluster, names]) => {
    if (names.length < 2) return [];
    const hint = 'a cluster changes its stage in one commit that takes it out of the other: `fleetwright move`';
    const file = `${stagesRoot}/${names.at(-1)}/fleet/clusters.yaml`;
    return [error('FW3004', `${cluster} is in ${names.join(' and in ')}`, hint, { file, path: ['clusters', cluster] })];
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
