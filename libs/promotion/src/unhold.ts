import { type Diagnostic, error, fail, ok, type Result, warning } from '@fleetwright/diagnostics';
import { copyFor, isFor, knownTo } from './clusters.ts';
import { treeName } from './halves.ts';
import { incompletePlace, placeText } from './hold.ts';
import { holdChange } from './holds.ts';
import { isMarker, type MarkedPin, markerPin, notPruned } from './leaving.ts';
import type { Moves, Promotion, Removal } from './movement.ts';
import { unknownIn } from './named.ts';
import { lacks, unmet } from './needs.ts';
import { entryPath, type HeldPlace, holdPath, parseEntry, parseHoldPath } from './paths.ts';
import { planPromotion } from './plan.ts';
import { list } from './text.ts';
import { type Holding, holdingOf, type PlanWorld, type Stage } from './world.ts';

/** What is to be kept out no longer, or pinned no longer. */
export interface UnholdRequest {
  /** Absent: everywhere; of a pin: the stage that holds the cluster. */
  readonly stage?: string | undefined;
  /** An app, or `fleet`; absent: the freeze. */
  readonly app?: string | undefined;
  /** The cluster, to end a pin of the app. */
  readonly cluster?: string | undefined;
}

/** The end of a hold, a freeze or a pin as plain data, and what follows from it. */
export interface UnholdPlan extends Moves {
  /** What promotions would bring then, by stage, `fleet` first; it is not part of the plan. Of a pin: nothing. */
  readonly due: readonly Promotion[];
  /** Of a pin: what the cluster will run, as a tree of its stage; `undefined`: nothing of the app. */
  readonly runs?: string | undefined;
}

/**
 * Plans the end of a hold, a freeze or a pin, and says what becomes due then. Where the stage's copy is not for the cluster of a pin,
 * the pin does not end yet, but becomes one to the marker: "entries vanish only from marker to nothing, or from pin to the stage's tree".
 * Errors: FW4001 names that nobody has, or that are missing, FW4005 a shallow clone, FW4006 a cluster that lacks what the stage's copy
 * needs, FW4008 what is not held, frozen or pinned, FW4010 a marker that is not committed yet.
 */
export function planUnhold(world: PlanWorld, request: UnholdRequest): Result<UnholdPlan> {
  const { app, cluster } = request;
  const unknown = unknownIn(world, app === undefined ? [] : [app], request.stage);
  if (unknown.length > 0) return fail(unknown);
  if (cluster !== undefined)
    return app === undefined
      ? fail([incompletePlace(`a pin on ${cluster}`, 'an app', `<app> --cluster ${cluster}`)])
      : endPin(world, app, cluster, request.stage);
  const place: HeldPlace = { stage: request.stage, entry: app };
  if (app !== undefined && request.stage === undefined) return fail([incompletePlace(`a hold of ${app}`, 'a stage')]);
  const path = holdPath(place);
  if (!world.holds.has(path)) return fail([notHeld(world, place)]);
  const holds = new Map(world.holds);
  holds.delete(path);
  const due = dueIn({ ...world, holds }, place);
  return ok({ movements: [], holds: [holdChange(world, path, undefined)], due });
}

function dueIn(world: PlanWorld, { stage, entry }: HeldPlace): readonly Promotion[] {
  const stages = world.stages.filter(({ name }) => stage === undefined || name === stage);
  return stages.flatMap(({ name }) => {
    const plan = planPromotion(world, { stage: name, apps: [], allDue: true });
    const movements = plan.ok ? plan.value.movements : [];
    return movements
      .filter((movement) => movement.movement === 'promotion')
      .filter(({ app }) => entry === undefined || app === entry);
  });
}

function notHeld(world: PlanWorld, place: HeldPlace): Diagnostic {
  const isEvery = place.stage === undefined;
  const isNot = `${placeText(place)} is not ${place.entry === undefined ? 'frozen' : 'held'}`;
  const what = isEvery ? `there is no freeze of ${placeText(place)}` : isNot;
  const held = [...world.holds.keys()].sort().flatMap((path) => parseHoldPath(path) ?? []);
  const names = held.map((one) => (one.entry === undefined ? `all of ${placeText(one)}` : placeText(one)));
  const hint = names.length === 0 ? 'nothing is held: fleetwright status' : `held are ${list(names)}`;
  return error('FW4008', what, hint, undefined);
}

function endPin(world: PlanWorld, app: string, cluster: string, named: string | undefined): Result<UnholdPlan> {
  const entry = `${app}@${cluster}`;
  const stage = world.stages.find(({ name }) => (named === undefined || name === named) && isThere(world, name, entry));
  if (!stage) return fail([notPinned(world, app, cluster)]);
  const path = holdPath({ stage: stage.name, entry });
  const held = holdingOf(world, stage.name, entry);
  const after = runsThen(world, stage, app, cluster);
  if (after.errors.length > 0) return fail(after.errors);
  const left = held && after.runs === undefined ? pruned(world, { stage, app, cluster, held }) : 'yes';
  if (left === 'not yet') return fail([notPruned(app, `on ${cluster}`, entryPath(stage.name, entry))]);
  if (left !== 'yes') {
    const message = `${app} would leave ${cluster}: it stays pinned, to a marker, until what it has there is pruned`;
    const hint = `then once more: fleetwright unhold ${app} --cluster ${cluster}`;
    return ok({ movements: [left.movement], holds: [left.hold], due: [] }, [
      warning('FW4010', message, hint, undefined),
    ]);
  }
  const removal: Removal = {
    movement: 'removal',
    app,
    stage: stage.name,
    entry,
    from: held?.tree,
    to: undefined,
    path: entryPath(stage.name, entry),
  };
  const movements = held ? [removal] : [];
  const holds = world.holds.has(path) ? [holdChange(world, path, undefined)] : [];
  return ok({ movements, holds, due: [], runs: after.runs });
}

function isThere(world: PlanWorld, stage: string, entry: string): boolean {
  return holdingOf(world, stage, entry) !== undefined || world.holds.has(holdPath({ stage, entry }));
}

/** What a cluster runs of an app when its pin is gone; FW4006 for what it lacks of that. */
function runsThen(
  world: PlanWorld,
  stage: Stage,
  app: string,
  cluster: string,
): { readonly runs: string | undefined; readonly errors: readonly Diagnostic[] } {
  const known = knownTo(world, stage.name)?.clusters[cluster];
  const { tree, release, runs } = copyFor(world, stage, app, known);
  if (tree === undefined || !release || !known) return { runs: undefined, errors: [] };
  const needs = lacks(release, { [cluster]: known }, false);
  const hint = `keep the pin until ${cluster} has it (clusters/inventory.ts, then fleetwright promote fleet --to ${stage.name})`;
  const name = treeName(world, app, stage, tree);
  return { runs: runs ? tree : undefined, errors: unmet(`release ${name} of ${app}`, stage, needs, hint) };
}

interface PinThere {
  readonly stage: Stage;
  readonly app: string;
  readonly cluster: string;
  /** What it is pinned to. */
  readonly held: Holding;
}

/** What must be before a pin goes whose cluster is to run nothing: it is a marker, and committed, unless nothing is there any more. */
function pruned(world: PlanWorld, { stage, app, cluster, held }: PinThere): 'yes' | 'not yet' | MarkedPin {
  const known = knownTo(world, stage.name)?.clusters[cluster];
  const release = world.contents.release(app, held.tree);
  const [commit] = world.history.commits;
  if (!release || !commit || !known || !isFor(release, known, 'pinned')) return 'yes';
  if (isMarker(world, app, held.tree)) return held.commit === undefined ? 'not yet' : 'yes';
  return markerPin(world, { stage, app, cluster, release, commit });
}

function notPinned(world: PlanWorld, app: string, cluster: string): Diagnostic {
  const pins = [...world.holds.keys()].sort().flatMap((path) => {
    const entry = parseHoldPath(path)?.entry ?? '';
    return parseEntry(entry).cluster === undefined ? [] : [entry];
  });
  const hint = pins.length === 0 ? 'nothing is pinned: fleetwright status' : `pinned are ${list(pins)}`;
  return error('FW4008', `${app} is not pinned on ${cluster}`, hint, undefined);
}
