import { asWarning, type Diagnostic, error, fail, nearest, ok, type Result } from '@fleetwright/diagnostics';
import { type Blocked, type Standing, standing } from './due.ts';
import { fit } from './fit.ts';
import { incomplete } from './history.ts';
import type { Promotion } from './movement.ts';
import { entryPath, FLEET, renderedPath } from './paths.ts';
import type { Release } from './releases.ts';
import { isoTime, list, short } from './text.ts';
import { appsOf, type PlanWorld, type Stage, stageNamed, type World } from './world.ts';

/** What is to be promoted, and where to. */
export interface PromotionRequest {
  readonly stage: string;
  /** Apps asked for by name, `fleet` among them: what keeps one of them out is an error. */
  readonly apps: readonly string[];
  /** Everything else that is due too: what keeps one of those out is a warning, and "stops that app, nobody else". */
  readonly allDue: boolean;
}

/** A promotion as plain data; it is empty when nothing is due. */
export interface PromotionPlan {
  readonly stage: string;
  /** `fleet` first, then by name. To be applied together. */
  readonly movements: readonly Promotion[];
  /** How every app that was considered stood before, in the same order: what is current, what is blocked and why. */
  readonly standings: readonly Standing[];
}

/**
 * Plans a promotion in this work tree. Errors, all at once: an unknown stage or app (FW4001), an app that is not
 * rendered for the stage (FW4002), a release that has not passed the stages before (FW4003), rendered files that are not
 * committed or that f does not reproduce (FW4004), a shallow clone (FW4005), what the stage's fleet lacks (FW4006),
 * clusters in two stages or in none (FW3004) or on another hub (FW3008). Naming an app whose newest release the stage
 * holds is no error.
 */
export function planPromotion(world: PlanWorld, request: PromotionRequest): Result<PromotionPlan> {
  const unknown = [...incomplete(world.history), ...unknownNames(world, request)];
  const stage = stageNamed(world, request.stage);
  if (unknown.length > 0 || !stage) return fail(unknown);

  const standings = appsOf(world)
    .filter((app) => request.allDue || request.apps.includes(app))
    .map((app) => standing(world, app, stage));
  const named = (app: string): boolean => request.apps.includes(app);
  const errors: Diagnostic[] = [];
  const warnings: Diagnostic[] = [];
  const due: Promotion[] = [];
  const refused = new Set<string>();
  for (const found of standings) {
    const refusal = named(found.app) ? refusalOfNamed(world, stage, found) : refusalOfDue(world, stage, found);
    errors.push(...refusal.errors);
    warnings.push(...refusal.warnings);
    if (refusal.errors.length > 0 || (found.due && refusal.warnings.length > 0)) refused.add(found.app);
    if (found.due) due.push(promotionOf(stage, found, found.due));
  }
  // Where an error ends it anyway, what fits is asked of all: that fleet is refused is no second error of every app.
  const candidates = errors.length > 0 ? due : due.filter((movement) => !refused.has(movement.app));
  const { movements, problems } = fit(world, stage, candidates, named);
  for (const { app, diagnostic } of problems) (named(app) ? errors : warnings).push(diagnostic);
  if (errors.length > 0) return fail([...errors, ...warnings.map(asWarning)]);
  return ok({ stage: stage.name, movements, standings }, warnings.map(asWarning));
}

function promotionOf(stage: Stage, found: Standing, due: Release): Promotion {
  return {
    movement: 'promotion',
    app: found.app,
    stage: stage.name,
    entry: found.app,
    from: found.holds?.tree,
    to: due.tree,
    path: entryPath(stage.name, found.app),
    source: renderedPath(found.app, stage),
    commit: due.commit,
    // Of HEAD, and not refused: then f reproduces it.
    verified: due.newest === 0,
  };
}

interface Refusal {
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
}

/** Why an app that was asked for by name gets nothing, or less than its files may promise. */
function refusalOfNamed(world: World, stage: Stage, found: Standing): Refusal {
  const unfinished = unfinishedFiles(world, stage, found);
  if (found.due) return { errors: found.due.newest === 0 ? unfinished : [], warnings: [] };
  if (found.blocked) return { errors: notPassed(found.blocked, found), warnings: [] };
  // What is committed is held already: a word about what is not committed yet.
  if (found.rendered) return { errors: [], warnings: unfinished };
  return { errors: unfinished.length > 0 ? unfinished : [notRendered(found.app, stage)], warnings: [] };
}

/** What there is to say of an app that nobody named. */
function refusalOfDue(world: World, stage: Stage, found: Standing): Refusal {
  const silent = found.due ? found.due.newest > 0 : found.blocked !== undefined;
  return { errors: [], warnings: silent ? [] : unfinishedFiles(world, stage, found) };
}

function unfinishedFiles(world: World, stage: Stage, { app }: Standing): readonly Diagnostic[] {
  const path = renderedPath(app, stage);
  const render = app === FLEET ? 'fleetwright render' : `fleetwright render ${app}`;
  if (world.workTree.unreproduced.has(path)) {
    const message = `${path} is not what the definitions give, so it is no release that ${stage.name} may get`;
    return [error('FW4004', message, `run ${render}, look at the changes and commit them`, { file: path })];
  }
  if (!world.workTree.uncommitted.has(path)) return [];
  const message = `${path} has changes that are not committed: only what is committed is a release`;
  return [error('FW4004', message, `git add ${path} && git commit`, { file: path })];
}

function notPassed(blocked: Blocked, { app, stage }: Standing): readonly Diagnostic[] {
  return blocked.reasons.map((reason) => {
    const release = `release ${short(blocked.release.commit.sha)} of ${app} may not go to ${stage}`;
    if (reason.state === 'closed')
      return error(
        'FW4003',
        `${release}: it has not passed ${reason.stage}: ${reason.because}`,
        reason.help,
        undefined,
      );
    const until = isoTime(reason.until);
    return error('FW4003', `${release} yet: it is waiting for ${reason.for}`, `try again at ${until}`, undefined);
  });
}

function notRendered(app: string, stage: Stage): Diagnostic {
  if (app === FLEET) {
    const message = `nothing is rendered of what ${stage.name} would know of its clusters`;
    return error('FW4002', message, 'run fleetwright render and commit clusters/rendered', undefined);
  }
  const message = `${app} is not rendered for ${stage.environment}, the environment of ${stage.name}`;
  const hint = `to run it there, add ${stage.environment} to \`only\` in apps/${app}/app.ts, then render and commit`;
  return error('FW4002', message, hint, undefined);
}

function unknownNames(world: World, request: PromotionRequest): readonly Diagnostic[] {
  const errors: Diagnostic[] = [];
  const stages = world.stages.map((stage) => stage.name);
  if (!stages.includes(request.stage)) errors.push(unknownStage(world, request.stage));
  const apps = appsOf(world);
  for (const app of [...new Set(request.apps)].sort()) {
    if (apps.includes(app)) continue;
    const near = nearest(app, apps);
    const hint = `${near ? `did you mean "${near}"? ` : ''}The apps are ${list(apps)}; a new one is rendered first`;
    errors.push(error('FW4001', `there is no app "${app}"`, hint, undefined));
  }
  return errors;
}

/** FW4001 for a stage that is not declared, with the stage that was meant. */
export function unknownStage(world: World, name: string): Diagnostic {
  const names = world.stages.map((stage) => stage.name);
  const ofEnvironment = world.stages.filter((stage) => stage.environment === name).map((stage) => stage.name);
  const near = nearest(name, names);
  const meant = near ? `did you mean "${near}"? ` : '';
  const start = ofEnvironment.length > 0 ? `${name} is an environment with the stages ${list(ofEnvironment)}. ` : meant;
  return error('FW4001', `there is no stage "${name}"`, `${start}The stages are ${list(names)}`, undefined);
}
