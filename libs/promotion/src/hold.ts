import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import { treeName } from './halves.ts';
import { holdChange, holder, holdOf, type Said } from './holds.ts';
import type { Moves } from './movement.ts';
import { unknownIn } from './named.ts';
import { type HeldPlace, holdPath } from './paths.ts';
import { differingHalves, targetNamed } from './target.ts';
import { type Halves, holdingOf, type PlanWorld, type Stage, stageNamed } from './world.ts';

/** What is to be kept out, and where. */
export interface HoldRequest extends Said {
  /** Absent: everywhere. */
  readonly stage?: string | undefined;
  /** An app, or `fleet`; absent: everything, a freeze. Not without a stage. */
  readonly app?: string | undefined;
  /** A commit or a tree: only this release of the app, of which the halves are held that differ from what the stage runs. */
  readonly release?: string | undefined;
}

/** A hold or a freeze as plain data: no entry moves. */
export interface HoldPlan extends Moves {
  /** Its file. */
  readonly path: string;
}

/**
 * Plans "a file with reason, author, until": a hold of an app in a stage, a freeze of a stage, or of all. Errors: FW4001 names that
 * nobody has, an app without a stage, a release without an app; FW4002 a release that the stage runs already, or that has no halves;
 * FW4005 a shallow clone; FW4008 what is held already.
 */
export function planHold(world: PlanWorld, request: HoldRequest): Result<HoldPlan> {
  const { app, release } = request;
  const stage = request.stage === undefined ? undefined : stageNamed(world, request.stage);
  const errors = [...unknownIn(world, app === undefined ? [] : [app], request.stage)];
  if (app !== undefined && request.stage === undefined) errors.push(incompletePlace(`a hold of ${app}`, 'a stage'));
  if (release !== undefined && app === undefined) errors.push(incompletePlace('a hold of one release', 'an app'));
  const place: HeldPlace = { stage: request.stage, entry: app };
  const path = holdPath(place);
  const before = world.holds.get(path);
  if (before) {
    const message = `${placeText(place)} is ${app === undefined ? 'frozen' : 'held'} already ${holder(before, world.now)}`;
    errors.push(error('FW4008', message, `${unholdCommand(place)} ends it`, { file: path }));
  }
  if (errors.length > 0) return fail(errors);
  if (release === undefined || app === undefined || !stage)
    return ok({ path, movements: [], holds: [holdChange(world, path, holdOf(request))] });
  const not = heldHalves(world, app, stage, release);
  if (!not.ok) return not;
  return ok({ path, movements: [], holds: [holdChange(world, path, holdOf(request, not.value))] });
}

/** "Not this release here": the halves of it that the stage does not run anyway. */
function heldHalves(world: PlanWorld, app: string, stage: Stage, name: string): Result<Partial<Halves>> {
  const target = targetNamed(world, app, stage, name);
  if (!target.ok) return target;
  const { tree } = target.value;
  const held = holdingOf(world, stage.name, app)?.tree;
  const halves = differingHalves(world, tree, held);
  const release = `release ${treeName(world, app, stage, tree)} of ${app}`;
  if (tree === held) {
    const hint = `fleetwright rollback ${app} --stage ${stage.name}, which holds it too`;
    return fail([error('FW4002', `${stage.name} runs ${release} already`, hint, undefined)]);
  }
  if (halves && (halves.config ?? halves.images) !== undefined) return ok(halves);
  const message = `${release} has no halves that could be held alone`;
  return fail([
    error('FW4002', message, 'leave the release out: then nothing of it comes until the hold is ended', undefined),
  ]);
}

/** What a hold is on, in words: `web in prod-eu`, `prod-eu`, `every stage`. */
export function placeText({ stage, entry }: HeldPlace): string {
  if (stage === undefined) return 'every stage';
  return entry === undefined ? stage : `${entry} in ${stage}`;
}

/** The command that ends a hold or a freeze. */
function unholdCommand({ stage, entry }: HeldPlace): string {
  if (stage === undefined) return 'fleetwright unhold --all';
  return `fleetwright unhold${entry === undefined ? '' : ` ${entry}`} --stage ${stage}`;
}

/** FW4001 for a hold that does not say where. */
export function incompletePlace(what: string, needed: string, words = '<app> --stage <stage>'): Diagnostic {
  const hint = `name ${needed}: ${words}`;
  return error('FW4001', `${what} needs ${needed}`, hint, undefined);
}
