import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import { stagesOfCluster } from './clusters.ts';
import { incomplete } from './history.ts';
import type { Membership, Moves } from './movement.ts';
import { unknownStage } from './named.ts';
import { entryPath, FLEET, parseEntry, renderedPath } from './paths.ts';
import { changed, copied, copiedHolds, knownBy, movedPins, type Regrouping, unfinishedIn } from './regroup.ts';
import { rehubbed } from './strays.ts';
import { list } from './text.ts';
import { entriesOf, type PlanWorld, type Stage, stageNamed } from './world.ts';

/** A stage that is to be split off another. */
export interface NewStageRequest {
  /** The new stage; declared in clusters/fleet.ts, given clusters in clusters/inventory.ts, rendered, committed. */
  readonly stage: string;
  /** The stage that holds those clusters so far. */
  readonly from: string;
}

/** The split as plain data: the `fleet` of both stages, the entries and holds of the new one by name, then pins that move. */
export interface NewStagePlan extends Moves {
  readonly stage: string;
  readonly from: string;
}

/**
 * Plans `new stage X --from Y`: "(same environment) set both stages' `fleet` in one commit and copy entries, holds and the
 * moved clusters' pins". Refused unless the two rendered `clusters.yaml` together say of the clusters exactly what Y holds,
 * so that no built object changes. Errors: FW4001 stages that are not declared or of two environments, FW4002 a new stage
 * that is not new, FW3002 a stage without clusters, FW3004 clusters that would change, come or vanish, FW3008 a hub or its
 * buckets that would change, FW4004 what is not committed or not reproduced, FW4005 a shallow clone.
 */
export function planNewStage(world: PlanWorld, request: NewStageRequest): Result<NewStagePlan> {
  const created = stageNamed(world, request.stage);
  const from = stageNamed(world, request.from);
  const unknown = [...incomplete(world.history), ...(from ? [] : [unknownStage(world, request.from)])];
  if (!created) unknown.push(undeclared(request.stage));
  if (unknown.length > 0 || !created || !from) return fail(unknown);

  const errors = [...wrongStages(world, created, from), ...unfinishedIn(world, [from, created])];
  if (errors.length > 0) return fail(errors);
  const held = knownBy(world, from, 'holds');
  const rest = knownBy(world, from, 'rendered');
  const moved = knownBy(world, created, 'rendered');
  const missing = [held, rest, moved].flatMap((known) => (known.ok ? [] : known.errors));
  if (!held.ok || !rest.ok || !moved.ok) return fail(missing);

  const elsewhere = heldElsewhere(world, { created, from }, Object.keys(moved.value.clusters));
  if (elsewhere.length > 0) return fail(elsewhere);
  // Both halves may say the same of a hub.
  const hubs = [rest, moved].flatMap((part) => rehubbed(world, held.value, part.value));
  const split: Regrouping = { from, to: created, doing: `splitting ${created.name} off ${from.name}` };
  const known = { held: { from: held.value, to: undefined }, next: { from: rest.value, to: moved.value } };
  const changes = [
    ...new Map(hubs.map((diagnostic) => [diagnostic.message, diagnostic])).values(),
    ...changed(split, known, () => true),
    ...(Object.keys(moved.value.clusters).length === 0 ? [empty(split)] : []),
  ];
  if (changes.length > 0) return fail(changes);
  const pins = movedPins(world, split, moved.value.clusters);
  const movements = [...copies(world, split), ...pins.movements];
  return ok({ stage: created.name, from: from.name, movements, holds: [...copiedHolds(world, split), ...pins.holds] });
}

function copies(world: PlanWorld, { from, to }: Regrouping): readonly Membership[] {
  const apps = entriesOf(world, from.name).filter(
    (entry) => parseEntry(entry).cluster === undefined && entry !== FLEET,
  );
  return [
    ...copied(world, { stage: from, entry: FLEET }, renderedPath(FLEET, from)),
    ...copied(world, { stage: to, entry: FLEET }, renderedPath(FLEET, to)),
    ...apps.flatMap((app) => copied(world, { stage: to, giver: from, entry: app }, entryPath(from.name, app))),
  ];
}

function wrongStages(world: PlanWorld, created: Stage, from: Stage): readonly Diagnostic[] {
  const errors: Diagnostic[] = [];
  if (created.environment !== from.environment) {
    const message = `${created.name} is in environment ${created.environment}, and ${from.name} in ${from.environment}`;
    const hint = `a stage is split within its environment: give ${created.name} the environment ${from.environment}`;
    errors.push(error('FW4001', message, hint, { file: 'clusters/fleet.ts' }));
  }
  const entries = entriesOf(world, created.name);
  if (entries.length > 0) {
    const message = `${created.name} is not new: it holds ${list(entries)}`;
    errors.push(error('FW4002', message, `fleetwright promote --all-due --to ${created.name}`, undefined));
  }
  return errors;
}

/** FW3004 for clusters of the new stage that some other stage holds than the one that was named. */
function heldElsewhere(
  world: PlanWorld,
  { created, from }: { readonly created: Stage; readonly from: Stage },
  clusters: readonly string[],
): readonly Diagnostic[] {
  const holders = Map.groupBy([...clusters].sort(), (cluster) => stagesOfCluster(world, cluster)[0]);
  const isWhole = holders.size === 1;
  return [...holders].flatMap(([holder, names]) => {
    if (!holder || holder.name === from.name) return [];
    const message = `${created.name} would get ${list(names)}, which ${holder.name} holds, not ${from.name}`;
    const hint = isWhole
      ? `fleetwright new stage ${created.name} --from ${holder.name}`
      : `a stage is split off one stage: leave ${list(names)} in ${holder.name} in clusters/inventory.ts, and move from there afterwards`;
    return [error('FW3004', message, hint, { file: 'clusters/inventory.ts' })];
  });
}

function empty({ to, doing }: Regrouping): Diagnostic {
  const message = `${doing} would change more than membership: ${to.name} would get no cluster`;
  const hint = `give it clusters in clusters/inventory.ts, run fleetwright render and commit`;
  return error('FW3004', message, hint, { file: 'clusters/inventory.ts' });
}

function undeclared(stage: string): Diagnostic {
  const hint =
    'declare it in clusters/fleet.ts, give it clusters in clusters/inventory.ts, run fleetwright render and commit';
  return error('FW4001', `there is no stage "${stage}"`, hint, { file: 'clusters/fleet.ts' });
}
