import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import type { Clusters, StageCluster } from '@fleetwright/model/engine';
import { unfinished } from './gates/reproduced.ts';
import { treeAt } from './history.ts';
import { holdChange } from './holds.ts';
import type { HoldChange, Membership, Movement, Moves } from './movement.ts';
import { entryPath, FLEET, holdPath, parseEntry, parseHoldPath, renderedPath } from './paths.ts';
import { pairIn, targetOfTree } from './target.ts';
import { entriesOf, holdingOf, type PlanWorld, type Stage } from './world.ts';

/** Two stages among which clusters are to be divided anew, in one commit. */
export interface Regrouping {
  /** The stage that gives clusters away. */
  readonly from: Stage;
  /** The stage that gets them. */
  readonly to: Stage;
  /** What is to be done, as messages begin: `splitting b off a`. */
  readonly doing: string;
}

/** What two stages know of their clusters, before and after. */
export interface Known {
  readonly held: { readonly from: Clusters; readonly to: Clusters | undefined };
  readonly next: { readonly from: Clusters; readonly to: Clusters };
}

/** FW4004 for what would be copied and is not committed, or not what the definitions give. */
export function unfinishedIn(world: PlanWorld, stages: readonly Stage[]): readonly Diagnostic[] {
  const rendered = stages.flatMap((stage) => {
    const fault = unfinished(world, FLEET, stage);
    return fault ? [error('FW4004', fault.because, fault.help, { file: renderedPath(FLEET, stage) })] : [];
  });
  const entries = stages.flatMap(({ name }) =>
    [...world.workTree.entries.keys()].filter((path) => path.startsWith(entryPath(name, ''))).sort(),
  );
  const uncommitted = entries.map((path) =>
    error('FW4004', `${path} has changes that are not committed`, 'commit the promotion first', { file: path }),
  );
  return [...rendered, ...uncommitted];
}

/** What a stage holds of `fleet`, or what is rendered of it; FW3002 where there is nothing that can be read. */
export function knownBy(world: PlanWorld, stage: Stage, which: 'holds' | 'rendered'): Result<Clusters> {
  const path = renderedPath(FLEET, stage);
  const tree = which === 'holds' ? holdingOf(world, stage.name, FLEET)?.tree : treeAt(world.history, path, 0);
  const found = tree === undefined ? undefined : world.contents.clusters(tree);
  if (found) return ok(found);
  if (which === 'holds') {
    const message = `${stage.name} holds no clusters that it could give away`;
    return fail([error('FW3002', message, `fleetwright promote fleet --to ${stage.name}`, undefined)]);
  }
  const hint = `declare ${stage.name} in clusters/fleet.ts, give it clusters in clusters/inventory.ts, run fleetwright render and commit`;
  return fail([error('FW3002', `no clusters are rendered for ${stage.name}`, hint, undefined)]);
}

/**
 * FW3004 for everything but membership that would change: clusters, their hubs, what else both stages know, and clusters that change
 * stages though they may not. Changes of hubs that end in two owners are left to `rehubbed`.
 */
export function changed(
  { from, doing }: Regrouping,
  { held, next }: Known,
  mayMove: (cluster: string) => boolean,
): readonly Diagnostic[] {
  const faults: string[] = [];
  const all = [held.from, held.to, next.from, next.to].flatMap((known) => Object.keys(known?.clusters ?? {}));
  for (const name of [...new Set(all)].sort()) {
    const [was, wasThere] = [held.from.clusters[name], held.to?.clusters[name]];
    const [stays, goes] = [next.from.clusters[name], next.to.clusters[name]];
    const before = was ?? wasThere;
    if (stays && goes) faults.push(`cluster ${name} would be in both stages`);
    else if (!before) faults.push(`cluster ${name} is new`);
    else if (!stays && !goes) faults.push(`cluster ${name} would be in neither stage`);
    else if (!isSame(before, stays ?? goes)) faults.push(`cluster ${name} would change`);
    else if ((goes ? !wasThere : !was) && !mayMove(name)) faults.push(`cluster ${name} would move too`);
  }
  faults.push(...changedAround([held.from], next.from));
  faults.push(...changedAround(held.to ? [held.to, held.from] : [held.from], next.to));
  const hint = `do it by itself: bring every other change to ${from.name} before or after it, as a release of fleet`;
  return [...new Set(faults)].map((fault) => {
    const message = `${doing} would change more than membership: ${fault}`;
    return error('FW3004', message, hint, { file: 'clusters/inventory.ts' });
  });
}

/** What would change of the hubs, and of what else a stage knows; a hub is looked for in the first of `held` that has it. */
function changedAround(held: readonly [Clusters, ...Clusters[]], part: Clusters): readonly string[] {
  const [own] = held;
  const faults: string[] = [];
  for (const [name, hub] of Object.entries(part.hubs)) {
    const before = held.find(({ hubs }) => hubs[name])?.hubs[name];
    if (canonical({ ...hub, buckets: before?.buckets }) !== canonical(before)) faults.push(`hub ${name} would change`);
  }
  if (part.format !== own.format) faults.push(`the format would change from ${own.format} to ${part.format}`);
  if (part.platform !== own.platform) faults.push('the platform team would change');
  return faults;
}

function isSame(before: StageCluster, after: StageCluster | undefined): boolean {
  const hub = before.state === 'gone' ? after?.hub : before.hub;
  return after !== undefined && canonical(before) === canonical({ ...after, hub });
}

/** JSON with sorted keys: equal for equal data, however it was written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** An entry that becomes what is found elsewhere. */
export interface CopiedEntry {
  readonly stage: Stage;
  /** The stage that held it so far. Default: none did, it is rendered. */
  readonly giver?: Stage;
  /** An app, `fleet`, or a pin. */
  readonly entry: string;
}

/**
 * The movement that makes an entry of `stage` what `source` is at HEAD; none where it is that already. Its `commit` is the one that
 * brought the release, as of every movement; what is no release (a marker, two halves that only a pin had) is found at HEAD.
 */
export function copied(
  world: PlanWorld,
  { stage, giver = stage, entry }: CopiedEntry,
  source: string,
): readonly Membership[] {
  const [commit] = world.history.commits;
  const to = treeAt(world.history, source, 0);
  const from = holdingOf(world, stage.name, entry)?.tree;
  if (to === undefined || to === from || !commit) return [];
  const { app } = parseEntry(entry);
  const path = entryPath(stage.name, entry);
  const found = targetOfTree(world, app, giver, to) ?? { source, commit };
  const place = { source: found.source, commit: found.commit, ...pairIn(world, app, giver, to) };
  return [{ movement: 'membership', app, stage: stage.name, entry, from, to, path, ...place }];
}

/** "Copy entries, holds and the moved clusters' pins": the pins of clusters that change stages, each with its hold file. */
export function movedPins(world: PlanWorld, { from, to }: Regrouping, clusters: Clusters['clusters']): Moves {
  const movements: Movement[] = [];
  const holds: HoldChange[] = [];
  for (const entry of entriesOf(world, from.name)) {
    const { app, cluster } = parseEntry(entry);
    if (cluster === undefined || !Object.hasOwn(clusters, cluster)) continue;
    const path = entryPath(from.name, entry);
    const [there] = copied(world, { stage: to, giver: from, entry }, path);
    if (!there) continue;
    const removal = { movement: 'removal', app, stage: from.name, entry, path, to: undefined } as const;
    movements.push(there, { ...removal, from: there.to, movesTo: to.name });
    const file = holdPath({ stage: from.name, entry });
    const hold = world.holds.get(file);
    if (hold)
      holds.push(holdChange(world, holdPath({ stage: to.name, entry }), hold), holdChange(world, file, undefined));
  }
  return { movements, holds };
}

/** The holds of a stage and of its apps, and its freeze, for a stage that is split off it. Those of pins go with their pins. */
export function copiedHolds(world: PlanWorld, { from, to }: Regrouping): readonly HoldChange[] {
  return [...world.holds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, hold]) => {
      const place = parseHoldPath(path);
      if (place?.stage !== from.name || parseEntry(place.entry ?? '').cluster !== undefined) return [];
      const there = holdPath({ stage: to.name, entry: place.entry });
      return world.holds.has(there) ? [] : [holdChange(world, there, hold)];
    });
}
