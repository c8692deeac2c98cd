import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import { barrier } from './barrier.ts';
import { copyFor, knownTo } from './clusters.ts';
import { treeName } from './halves.ts';
import { holdChange, holder, holdOf, type Said } from './holds.ts';
import type { Moves, Pin } from './movement.ts';
import { stageOf, unknownIn } from './named.ts';
import { hasPassed } from './passing.ts';
import { entryPath, FLEET, holdPath } from './paths.ts';
import { hasHeld, isNewer, pairIn, type Target, targetNamed, targetOfTree } from './target.ts';
import { holdingOf, type PlanWorld, type Stage } from './world.ts';

/** What one cluster is to run instead of its stage's copy. */
export interface PinRequest extends Said {
  readonly app: string;
  readonly cluster: string;
  /** A commit of the first-parent history, or a tree. Default: what the cluster runs now, which it keeps then. */
  readonly to?: string | undefined;
}

/** A pin as plain data. */
export interface PinPlan extends Moves {
  readonly app: string;
  readonly cluster: string;
  /** The stage that holds the cluster. */
  readonly stage: string;
}

/**
 * Plans a pin: a directory and its own hold file. Errors: FW4001 names that nobody has, FW4002 an app that does not run there, or
 * `fleet`, FW4003 a release that has not passed the stages before, FW4005 a shallow clone, FW4008 a pin that is there already,
 * FW4009 a barrier, FW4010 a marker, FW3001 what this version does not understand, FW3004 a cluster in two stages.
 */
export function planPin(world: PlanWorld, request: PinRequest): Result<PinPlan> {
  const { app, cluster, reason } = request;
  const unknown = unknownIn(world, [app], undefined);
  const stage = stageOf(world, cluster);
  if ('code' in stage) return fail([...unknown, stage]);
  if (app === FLEET) return fail([...unknown, fleetIsOfStages(stage)]);
  if (unknown.length > 0) return fail(unknown);

  const entry = `${app}@${cluster}`;
  const pinned = holdingOf(world, stage.name, entry)?.tree;
  const found = targetOf(world, stage, request, pinned);
  if (!found.ok) return found;
  const target = found.value;
  const path = holdPath({ stage: stage.name, entry });
  const errors =
    pinned === target.tree
      ? [alreadyPinned(world, path, { app, cluster, stage, tree: pinned })]
      : [...notPassed(world, app, stage, target), ...barrier(world, { stage, entry, tree: target.tree })];
  if (errors.length > 0) return fail(errors);
  const movement: Pin = {
    movement: 'pin',
    app,
    stage: stage.name,
    entry,
    from: pinned,
    to: target.tree,
    path: entryPath(stage.name, entry),
    source: target.source,
    commit: target.commit,
    ...pairIn(world, app, stage, target.tree),
    cluster,
    reason,
  };
  return ok({
    app,
    cluster,
    stage: stage.name,
    movements: [movement],
    holds: [holdChange(world, path, holdOf(request))],
  });
}

function targetOf(world: PlanWorld, stage: Stage, request: PinRequest, pinned: string | undefined): Result<Target> {
  const { app, cluster, to } = request;
  if (to !== undefined) return targetNamed(world, app, stage, to);
  const copy = copyFor(world, stage, app, knownTo(world, stage.name)?.clusters[cluster]);
  const tree = pinned ?? (copy.runs ? copy.tree : undefined);
  if (tree === undefined) {
    const message = `${cluster} runs nothing of ${app}, so there is nothing that it could keep`;
    return fail([error('FW4002', message, 'name the commit of a release with --to', undefined)]);
  }
  const found = targetOfTree(world, app, stage, tree);
  if (found) return ok(found);
  const [commit] = world.history.commits;
  if (!commit) return fail([error('FW4004', 'nothing is committed yet', 'git add --all && git commit', undefined)]);
  // What is in the work tree only.
  return ok({ tree, source: entryPath(stage.name, app), commit, release: undefined });
}

/** A pin is no way around the stages before. What the stage has held, or what is older than that, has been there. */
function notPassed(world: PlanWorld, app: string, stage: Stage, target: Target): readonly Diagnostic[] {
  const { release } = target;
  const held = holdingOf(world, stage.name, app)?.tree;
  if (
    !release ||
    hasHeld(world, app, stage, target.tree) ||
    target.tree === held ||
    hasPassed(world, { app, stage, release, only: undefined })
  )
    return [];
  if (held !== undefined && !isNewer(world, app, stage, target)) return [];
  const message = `release ${treeName(world, app, stage, target.tree)} of ${app} has not passed the stages before ${stage.name}`;
  return [error('FW4003', message, `fleetwright why ${app} --stage ${stage.name}`, undefined)];
}

interface Pinned {
  readonly app: string;
  readonly cluster: string;
  readonly stage: Stage;
  readonly tree: string;
}

function alreadyPinned(world: PlanWorld, path: string, { app, cluster, stage, tree }: Pinned): Diagnostic {
  const hold = world.holds.get(path);
  const message = `${app} is pinned to ${treeName(world, app, stage, tree)} on ${cluster} already${hold ? ` ${holder(hold, world.now)}` : ''}`;
  const hint = `fleetwright unhold ${app} --cluster ${cluster} ends it; --to names another release`;
  return error('FW4008', message, hint, { file: path });
}

function fleetIsOfStages(stage: Stage): Diagnostic {
  const message = `fleet is what a whole stage knows: no cluster of ${stage.name} can have another`;
  return error('FW4002', message, `fleetwright rollback fleet --stage ${stage.name}`, undefined);
}
