import { type Diagnostic, error, fail, ok, type Result, warning } from '@fleetwright/diagnostics';
import type { Clusters, StageCluster } from '@fleetwright/model/engine';
import { copyFor, knownTo } from './clusters.ts';
import { treeName } from './halves.ts';
import { incomplete } from './history.ts';
import { markerPin } from './leaving.ts';
import type { Membership, Movement, Moves } from './movement.ts';
import { stageOf, unknownStage } from './named.ts';
import { lacks, unmet } from './needs.ts';
import { FLEET, renderedPath } from './paths.ts';
import { frozenErrors } from './refusals.ts';
import { changed, copied, knownBy, movedPins, type Regrouping, unfinishedIn } from './regroup.ts';
import { rehubbed } from './strays.ts';
import { entriesOf, type PlanWorld, type Stage, stageNamed } from './world.ts';

/** A cluster that is to change stages. */
export interface MoveRequest {
  readonly cluster: string;
  /** Its stage to be, as clusters/inventory.ts says, rendered and committed. */
  readonly to: string;
}

/** The move as plain data: the `fleet` of both stages, then the cluster's pins. */
export interface MovePlan extends Moves {
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Plans `move <cluster>`: sets the `fleet` of both stages in one commit and takes the cluster's pins along. What its new stage holds of
 * an app otherwise than the old one is what it runs from then on (a warning says so). Errors: FW4001 names that nobody has, or stages
 * of two environments; FW4002 a cluster that is there already, or an app that the new stage does not hold; FW4006 what the cluster
 * lacks; FW4007 a freeze, where the cluster would run something else; FW3002, FW3004, FW3008, FW4004 and FW4005 as for `planNewStage`.
 */
export function planMove(world: PlanWorld, { cluster, to: name }: MoveRequest): Result<MovePlan> {
  const to = stageNamed(world, name);
  const from = stageOf(world, cluster);
  const unknown = [...incomplete(world.history), ...(to ? [] : [unknownStage(world, name)])];
  if ('code' in from) unknown.push(from);
  if (unknown.length > 0 || !to || 'code' in from) return fail(unknown);
  const errors = [...wrongStages(world, cluster, from, to), ...unfinishedIn(world, [from, to])];
  if (errors.length > 0) return fail(errors);

  const parts = [
    knownBy(world, from, 'holds'),
    knownBy(world, from, 'rendered'),
    knownBy(world, to, 'rendered'),
  ] as const;
  const [held, rest, moved] = parts;
  const there = knownTo(world, to.name);
  const missing = [
    ...parts.flatMap((known) => (known.ok ? [] : known.errors)),
    ...(there ? [] : [knowsNone(from, to)]),
  ];
  if (!held.ok || !rest.ok || !moved.ok || !there) return fail(missing);
  const move: Regrouping = { from, to, doing: `moving ${cluster} to ${to.name}` };
  const before = held.value.clusters[cluster];
  const changes = [
    ...faultsOf(world, move, { held: held.value, there, rest: rest.value, moved: moved.value }, cluster),
  ];
  const apps = appsOn(world, move, cluster, before);
  changes.push(...apps.errors);
  if (changes.length > 0) return fail(changes);
  const frozen = keptOut(world, move, apps.changed);
  if (frozen.length > 0) return fail([...frozen, ...apps.warnings]);

  const pins = movedPins(world, move, { ...(before && { [cluster]: before }) });
  const ofFleet = [from, to].flatMap((stage) => copied(world, { stage, entry: FLEET }, renderedPath(FLEET, stage)));
  const movements: Movement[] = [
    ...ofFleet.map((movement): Membership => ({ ...movement, cluster })),
    ...pins.movements,
  ];
  return ok(
    {
      cluster,
      from: from.name,
      to: to.name,
      movements: [...movements, ...apps.gone.movements],
      holds: [...pins.holds, ...apps.gone.holds],
    },
    apps.warnings,
  );
}

interface Parts {
  readonly held: Clusters;
  readonly there: Clusters;
  readonly rest: Clusters;
  readonly moved: Clusters;
}

function faultsOf(
  world: PlanWorld,
  move: Regrouping,
  { held, there, rest, moved }: Parts,
  cluster: string,
): readonly Diagnostic[] {
  const hubs = [...rehubbed(world, held, rest), ...rehubbed(world, held, moved), ...rehubbed(world, there, moved)];
  const faults = changed(
    move,
    { held: { from: held, to: there }, next: { from: rest, to: moved } },
    (name) => name === cluster,
  );
  const stays = Object.hasOwn(rest.clusters, cluster) && !Object.hasOwn(moved.clusters, cluster);
  const hint = `give ${cluster} the stage ${move.to.name} in clusters/inventory.ts, run fleetwright render and commit`;
  return [
    ...new Map(hubs.map((diagnostic) => [diagnostic.message, diagnostic])).values(),
    ...faults,
    ...(stays
      ? [error('FW3004', `${cluster} is in ${move.from.name} still`, hint, { file: 'clusters/inventory.ts' })]
      : []),
  ];
}

function wrongStages(world: PlanWorld, cluster: string, from: Stage, to: Stage): readonly Diagnostic[] {
  const declared = world.stages.find((stage) => {
    const known = knownBy(world, stage, 'rendered');
    return known.ok && (known.value.clusters[cluster]?.state ?? 'gone') !== 'gone';
  });
  const isOther = declared && declared.name !== from.name && declared.name !== to.name;
  // In another environment `to` is what is wrong.
  if (isOther && from.environment === to.environment) {
    const message = `clusters/inventory.ts has ${cluster} in ${declared.name}, not in ${to.name}`;
    const hint = `fleetwright move ${cluster} --to ${declared.name}`;
    return [error('FW3004', message, hint, { file: 'clusters/inventory.ts' })];
  }
  if (from.name === to.name)
    return [
      error('FW4002', `${cluster} is in ${to.name} already`, 'nothing is left to do: fleetwright status', undefined),
    ];
  if (from.environment === to.environment) return [];
  const message = `${to.name} is in environment ${to.environment}, and ${cluster} in ${from.environment}`;
  const hint = `a cluster moves within its environment; for another one make it "gone", then declare it anew`;
  return [error('FW4001', message, hint, { file: 'clusters/inventory.ts' })];
}

interface OnNewStage {
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
  /** Apps of which the cluster would run something else. */
  readonly changed: readonly string[];
  /** Apps that the new stage's copy takes off the cluster. */
  readonly gone: Moves;
}

/** What becomes of each app on the cluster, where it is not pinned. */
function appsOn(world: PlanWorld, move: Regrouping, cluster: string, known: StageCluster | undefined): OnNewStage {
  const here = entriesOf(world, move.from.name);
  const apps = new Set([...here, ...entriesOf(world, move.to.name)].filter((entry) => !entry.includes('@')));
  const found = [...apps]
    .sort()
    .filter((app) => app !== FLEET && !here.includes(`${app}@${cluster}`))
    .flatMap((app) => (known ? [appOn(world, move, { app, cluster, known })] : []));
  return {
    errors: found.flatMap(({ errors }) => errors),
    warnings: found.flatMap(({ warnings }) => warnings),
    changed: found.flatMap(({ changed }) => changed),
    gone: {
      movements: found.flatMap(({ gone }) => gone.movements),
      holds: found.flatMap(({ gone }) => gone.holds),
    },
  };
}

interface AppThere {
  readonly app: string;
  readonly cluster: string;
  readonly known: StageCluster;
}

function appOn(world: PlanWorld, move: Regrouping, { app, cluster, known }: AppThere): OnNewStage {
  const { from, to } = move;
  const nothing: OnNewStage = { errors: [], warnings: [], changed: [], gone: { movements: [], holds: [] } };
  const was = copyFor(world, from, app, known);
  const will = copyFor(world, to, app, known);
  const [commit] = world.history.commits;
  if (was.runs && will.tree === undefined) return { ...nothing, errors: [notHeld(app, cluster, move)] };
  if (was.runs && !will.runs && was.release && commit) {
    const pin = markerPin(world, { stage: to, app, cluster, release: was.release, commit });
    const message = `${cluster} would not run ${app} any more: it is pinned to a marker there, until it is pruned`;
    return {
      ...nothing,
      warnings: [other(message, app, cluster)],
      changed: [app],
      gone: { movements: [pin.movement], holds: [pin.hold] },
    };
  }
  if (!will.runs || !will.release || will.tree === undefined) return nothing;
  const lacked = lacks(will.release, { [cluster]: known }, false);
  const hint = `give it to ${cluster} first, in clusters/inventory.ts, as a release of fleet`;
  const errors = unmet(`what ${to.name} holds of ${app}`, to, lacked, hint);
  if (will.tree === was.tree) return { ...nothing, errors };
  const runs = was.runs && was.tree !== undefined ? ` instead of ${treeName(world, app, from, was.tree)}` : '';
  const message = `${cluster} would run ${treeName(world, app, to, will.tree)} of ${app}${runs}`;
  return { ...nothing, errors, warnings: [other(message, app, cluster)], changed: [app] };
}

/** FW4007: "a move that changes no built object passes; otherwise the gates decide", and a freeze keeps out what is no rollback or pin. */
function keptOut(world: PlanWorld, { from, to }: Regrouping, changed: readonly string[]): readonly Diagnostic[] {
  const errors = [from, to].flatMap((stage) => frozenErrors(world, stage, changed));
  // The freeze of all is one of both stages.
  return [...new Map(errors.map((diagnostic) => [diagnostic.message, diagnostic])).values()];
}

function knowsNone(from: Stage, to: Stage): Diagnostic {
  const message = `${to.name} knows no clusters yet, so none can join them`;
  return error('FW3002', message, `fleetwright new stage ${to.name} --from ${from.name}`, undefined);
}

function notHeld(app: string, cluster: string, { from, to }: Regrouping): Diagnostic {
  const message = `${cluster} runs ${app}, which ${from.name} holds and ${to.name} does not`;
  return error('FW4002', message, `fleetwright promote ${app} --to ${to.name}`, undefined);
}

function other(message: string, app: string, cluster: string): Diagnostic {
  const hint = `to keep what it runs, before it moves: fleetwright pin ${app} --cluster ${cluster} --why <reason>`;
  return warning('FW3004', message, hint, undefined);
}
