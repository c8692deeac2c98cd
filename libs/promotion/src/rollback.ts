import { asWarning, type Diagnostic, error, fail, ok, type Result, warning } from '@fleetwright/diagnostics';
import type { Hold } from '@fleetwright/model/engine';
import { barrier } from './barrier.ts';
import { knownTo } from './clusters.ts';
import { treeName } from './halves.ts';
import { both, holdChange, holdOf, holdsAll, type Said } from './holds.ts';
import { leaving } from './leaving.ts';
import type { HoldChange, Moves, Rollback } from './movement.ts';
import { unknownIn } from './named.ts';
import { entryPath, FLEET, holdPath } from './paths.ts';
import { planPin } from './pin.ts';
import { before, differingHalves, hasHeld, isNewer, pairIn, type Target, targetNamed } from './target.ts';
import { list } from './text.ts';
import { holdingOf, type PlanWorld, type Stage, stageNamed } from './world.ts';

/** What is to go back, and where. */
export interface RollbackRequest extends Said {
  /** An app, or `fleet`. */
  readonly app: string;
  readonly stage: string;
  /** A commit of the first-parent history, or a tree. Default: what the stage held before. */
  readonly to?: string | undefined;
  /** Only these clusters, by pins: the stage goes on. Empty: the whole stage. */
  readonly clusters: readonly string[];
  /** Holds just the halves that are left; others may come. Of a whole stage only. */
  readonly onlyThis: boolean;
}

/** A rollback as plain data. */
export interface RollbackPlan extends Moves {
  readonly app: string;
  readonly stage: string;
}

/**
 * Plans "another release's tree, one stage or clusters of it, with a hold on the app in that stage": for anything that could come
 * next, with `onlyThis` for the halves that are left. Exempt from freezes and from the order. Errors: FW4001 names that nobody has,
 * FW4002 nothing to go back to, FW4003 a release newer than what is held, FW4005 a shallow clone, FW4009 a barrier, FW4010 a marker, FW3001 what this
 * version does not understand; of `fleet` FW3004 and FW3008 as for its promotion; of clusters those of {@link planPin}.
 */
export function planRollback(world: PlanWorld, request: RollbackRequest): Result<RollbackPlan> {
  const { app } = request;
  const stage = stageNamed(world, request.stage);
  const unknown = unknownIn(world, [app], request.stage);
  if (unknown.length > 0 || !stage) return fail(unknown);
  return request.clusters.length > 0 ? ofClusters(world, stage, request) : ofStage(world, stage, request);
}

function ofStage(world: PlanWorld, stage: Stage, request: RollbackRequest): Result<RollbackPlan> {
  const { app, onlyThis, reason } = request;
  const held = holdingOf(world, stage.name, app)?.tree;
  if (held === undefined) return fail([nothingThere(app, stage)]);
  const found = targetFor(world, stage, request, held);
  if (!found.ok) return found;
  const target = found.value;
  const errors = [...sameOrNewer(world, { app, stage, target, held })];
  if (errors.length === 0) errors.push(...barrier(world, { stage, entry: app, tree: target.tree }));
  const left = onlyThis ? differingHalves(world, held, target.tree) : undefined;
  if (onlyThis && !left) errors.push(noHalves(app));
  if (errors.length > 0) return fail(errors);

  const movement: Rollback = {
    movement: 'rollback',
    app,
    stage: stage.name,
    entry: app,
    from: held,
    to: target.tree,
    path: entryPath(stage.name, app),
    source: target.source,
    commit: target.commit,
    ...pairIn(world, app, stage, target.tree),
    reason,
  };
  const path = holdPath({ stage: stage.name, entry: app });
  const wanted = holdOf(request, left);
  const hold = both(world.holds.get(path), wanted);
  const gone = leaving(world, stage, [movement]);
  const holds: HoldChange[] = hold === world.holds.get(path) ? [] : [holdChange(world, path, hold)];
  const plan = {
    app,
    stage: stage.name,
    movements: [movement, ...gone.movements],
    holds: [...holds, ...gone.holds],
  };
  return ok(plan, [...found.warnings, ...wider(app, stage, wanted, hold)]);
}

/** All of them or none. */
function ofClusters(world: PlanWorld, stage: Stage, request: RollbackRequest): Result<RollbackPlan> {
  const clusters = [...new Set(request.clusters)].sort();
  const found = clusters.map((cluster) => ofCluster(world, stage, request, cluster));
  const errors = found.flatMap((one) => (one.ok ? [] : one.errors));
  const warnings = found.flatMap((one) => (one.ok ? one.warnings : []));
  if (errors.length > 0) return fail([...errors, ...warnings.map(asWarning)]);
  const moves = found.flatMap((one) => (one.ok ? [one.value] : []));
  const movements = moves.flatMap((one) => one.movements);
  return ok({ app: request.app, stage: stage.name, movements, holds: moves.flatMap((one) => one.holds) }, warnings);
}

/** A cluster goes back from what it runs itself. */
function ofCluster(world: PlanWorld, stage: Stage, request: RollbackRequest, cluster: string): Result<Moves> {
  const { app } = request;
  const known = knownTo(world, stage.name)?.clusters ?? {};
  if (!Object.hasOwn(known, cluster)) return fail([noCluster(cluster, stage, Object.keys(known))]);
  const runs = holdingOf(world, stage.name, `${app}@${cluster}`) ?? holdingOf(world, stage.name, app);
  // Whatever else is wrong, the pin says it.
  if (!runs || app === FLEET) return planPin(world, { ...request, cluster });
  const target = targetFor(world, stage, request, runs.tree);
  if (!target.ok) return target;
  const pin = planPin(world, { ...request, cluster, to: target.value.tree });
  return pin.ok ? ok(pin.value, [...target.warnings, ...pin.warnings]) : pin;
}

function targetFor(world: PlanWorld, stage: Stage, { app, to }: RollbackRequest, present: string): Result<Target> {
  if (to !== undefined) {
    const named = targetNamed(world, app, stage, to);
    if (!named.ok || !named.value.release || hasHeld(world, app, stage, named.value.tree)) return named;
    const message = `${stage.name} has never held release ${treeName(world, app, stage, named.value.tree)} of ${app}`;
    return ok(named.value, [warning('FW4003', message, 'see that it is one that worked elsewhere', undefined)]);
  }
  const hold = world.holds.get(holdPath({ stage: stage.name, entry: app }));
  const found = before(world, app, stage, present, hold);
  if (found) return ok(found);
  const message = `there is nothing that ${app} could go back to in ${stage.name}: it has held nothing before ${treeName(world, app, stage, present)}`;
  const hint = 'name a commit of an older release with --to: git log --first-parent';
  return fail([error('FW4002', message, hint, undefined)]);
}

interface From {
  readonly app: string;
  readonly stage: Stage;
  readonly target: Target;
  readonly held: string;
}

function sameOrNewer(world: PlanWorld, { app, stage, target, held }: From): readonly Diagnostic[] {
  const name = treeName(world, app, stage, target.tree);
  if (target.tree === held) {
    const message = `${stage.name} runs ${name} of ${app} already`;
    return [error('FW4002', message, `to keep others out: fleetwright hold ${app} --stage ${stage.name}`, undefined)];
  }
  if (!isNewer(world, app, stage, target) || hasHeld(world, app, stage, target.tree)) return [];
  const message = `release ${name} of ${app} is newer than what ${stage.name} holds: that is no rollback`;
  return [error('FW4003', message, `fleetwright promote ${app} --to ${stage.name}`, undefined)];
}

function nothingThere(app: string, stage: Stage): Diagnostic {
  const hint = `fleetwright promote ${app} --to ${stage.name}`;
  return error('FW4002', `${stage.name} holds nothing of ${app} that could go back`, hint, undefined);
}

function noHalves(app: string): Diagnostic {
  const message = `what is left of ${app} has no halves that could be held alone`;
  return error('FW4002', message, 'leave --only-this out: then nothing of it comes until it is ended', undefined);
}

function noCluster(cluster: string, stage: Stage, names: readonly string[]): Diagnostic {
  const message = `${stage.name} holds no cluster "${cluster}"`;
  return error('FW4001', message, `its clusters are ${list([...names].sort())}`, undefined);
}

/** A word where the file that is there keeps out more than was asked for. */
function wider(app: string, stage: Stage, wanted: Hold, hold: Hold): readonly Diagnostic[] {
  if (holdsAll(wanted) || !holdsAll(hold)) return [];
  const file = holdPath({ stage: stage.name, entry: app });
  const message = `${file} keeps out more than the release that is left: what it said before stays held`;
  return [warning('FW4007', message, `fleetwright unhold ${app} --stage ${stage.name} ends it`, { file })];
}
