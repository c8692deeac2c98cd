import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { type Clusters, holds, type Release as ReleaseFile, type StageCluster } from '@fleetwright/model/engine';
import { FLEET } from './paths.ts';
import { list } from './text.ts';
import { holdingOf, type PlanWorld, type Stage } from './world.ts';

/** What clusters lack of what a release needs. */
export interface Lack {
  /** `needs the fact "shards"`, `does not know the value "huge" of the label "size"`. */
  readonly what: string;
  /** Whether the clusters would lack what is needed, or have what is not known. */
  readonly would: 'lack' | 'have';
  /** In code-unit order. */
  readonly clusters: readonly string[];
}

/**
 * What the clusters of a stage lack of what a release needs: a label that it asks for, a value that it knows (every
 * variant was rendered for the values of its time, no others), and, where it is placed, the facts. `gone` clusters run
 * nothing, `joining` ones only add-ons.
 */
export function lacks(release: ReleaseFile, clusters: Clusters): readonly Lack[] {
  const found = new Map<string, { readonly would: 'lack' | 'have'; readonly clusters: string[] }>();
  for (const name of Object.keys(clusters.clusters).sort()) {
    const cluster = clusters.clusters[name];
    if (!cluster || cluster.state === 'gone' || (cluster.state === 'joining' && !release.addOn)) continue;
    for (const [what, would] of lackedBy(release, cluster)) {
      const lack = found.get(what) ?? { would, clusters: [] };
      lack.clusters.push(name);
      found.set(what, lack);
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, lack]) => ({ what, ...lack }));
}

function lackedBy(release: ReleaseFile, cluster: StageCluster): readonly (readonly [string, 'lack' | 'have'])[] {
  const lacked: (readonly [string, 'lack' | 'have'])[] = [];
  const labels: { readonly [label: string]: string } = { ...cluster.labels, kubernetes: cluster.kubernetes };
  for (const [label, values] of Object.entries(release.labels)) {
    const value = labels[label];
    if (value === undefined) lacked.push([`needs the label "${label}"`, 'lack']);
    else if (!values.includes(value))
      lacked.push([`does not know the value "${value}" of the label "${label}"`, 'have']);
  }
  const placed = release.placement.length === 0 || release.placement.some((condition) => holds(condition, labels));
  if (!placed) return lacked;
  for (const [fact, type] of Object.entries(release.facts)) {
    const value = cluster.facts[fact];
    if (value === undefined) lacked.push([`needs the fact "${fact}"`, 'lack']);
    else if (typeof value !== typeOfFact[type]) lacked.push([`needs the fact "${fact}" as ${type}`, 'lack']);
  }
  return lacked;
}

const typeOfFact = { text: 'string', 'one-of': 'string', integer: 'number', boolean: 'boolean' } as const;

/** FW4006 for a release (as it is called in messages: `web`, `what prod-eu holds of web`) on what a stage would know. */
export function unmet(who: string, stage: Stage, lacked: readonly Lack[], hint: string): readonly Diagnostic[] {
  return lacked.map(({ what, would, clusters }) =>
    error('FW4006', `${who} ${what}, which ${list(clusters)} of ${stage.name} would ${would}`, hint, undefined),
  );
}

/**
 * FW3004 for a release of `fleet`: "a cluster in two stages, or gone without state `gone`, is an error". Compared with
 * what the stage holds, and with what every other stage holds.
 */
export function strays(
  world: PlanWorld,
  stage: Stage,
  held: Clusters | undefined,
  next: Clusters,
): readonly Diagnostic[] {
  const errors: Diagnostic[] = [];
  for (const [name, cluster] of Object.entries(held?.clusters ?? {})) {
    if (cluster.state === 'gone' || next.clusters[name]) continue;
    const message = `cluster ${name} would vanish from ${stage.name} without having been gone`;
    const hint = `put it back under ${stage.name} in clusters/inventory.ts (to retire it: state "gone", promoted first; to split a stage: fleetwright new stage <stage> --from ${stage.name})`;
    errors.push(error('FW3004', message, hint, undefined));
  }
  return [...errors, ...heldTwice(world, stage, held, next)];
}

/** FW3004 for the clusters of a release of `fleet` that another stage holds too. */
function heldTwice(world: PlanWorld, stage: Stage, held: Clusters | undefined, next: Clusters): readonly Diagnostic[] {
  const errors: Diagnostic[] = [];
  for (const other of world.stages) {
    const tree = other.name === stage.name ? undefined : holdingOf(world, other.name, FLEET)?.tree;
    const elsewhere = tree === undefined ? undefined : world.contents.clusters(tree);
    for (const name of Object.keys(next.clusters)) {
      const there = elsewhere?.clusters[name];
      if (!there || there.state === 'gone') continue;
      const message = `cluster ${name} would be in ${stage.name} and in ${other.name}`;
      const isNew = !held && other.environment === stage.environment;
      const hint = isNew
        ? `fleetwright new stage ${stage.name} --from ${other.name}`
        : `leave it under ${other.name} in clusters/inventory.ts`;
      errors.push(error('FW3004', message, hint, undefined));
    }
  }
  return errors;
}
