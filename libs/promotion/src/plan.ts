import { asWarning, type Diagnostic, fail, ok, type Result } from '@fleetwright/diagnostics';
import { promotionOf, type Wanted } from './candidates.ts';
import { type Standing, standing } from './due.ts';
import { type Fitting, fit } from './fit.ts';
import type { Question } from './gate.ts';
import { order } from './gates/order.ts';
import { leaving } from './leaving.ts';
import { leavingFaults, markerFaults } from './losses.ts';
import type { Moves, Promotion } from './movement.ts';
import { unknownIn } from './named.ts';
import { FLEET } from './paths.ts';
import { frozenErrors, refusalOfDue, refusalOfNamed } from './refusals.ts';
import { appsOf, type Half, type PlanWorld, type Stage, stageNamed } from './world.ts';

/** What is to be promoted, and where to. */
export interface PromotionRequest {
  readonly stage: string;
  /** Apps asked for by name, `fleet` among them: what keeps one of them out is an error. */
  readonly apps: readonly string[];
  /** Everything else that is due too: what keeps one of those out is a warning, and "stops that app, nobody else". */
  readonly allDue: boolean;
  /** The half that moves, the other stays what the stage holds. Absent: whole releases. */
  readonly only?: Half | undefined;
  /** Why releases may come that have not passed the stages before. It opens nothing else. Absent: they may not. */
  readonly skipOrder?: string | undefined;
  /** Objects whose data may go with an app that is retired or leaves clusters, as `PersistentVolumeClaim/db`. Absent: none. */
  readonly confirm?: readonly string[] | undefined;
}

/**
 * A promotion as plain data, to be applied together; it is empty when nothing is due. `fleet` goes first, then apps by name, then
 * the pins of what leaves clusters, whose hold files are the `holds`.
 */
export interface PromotionPlan extends Moves {
  readonly stage: string;
  /** How every app that was considered stood before, `fleet` first, then by name: what is current, what is blocked and why. */
  readonly standings: readonly Standing[];
}

/**
 * Plans a promotion in this work tree. Errors, all at once: an unknown stage or app (FW4001), an app that is not
 * rendered for the stage, or has no halves there (FW4002), a release that has not passed the stages before (FW4003),
 * rendered files that are not committed or that f does not reproduce (FW4004), a shallow clone (FW4005), what the stage's
 * fleet lacks (FW4006), a hold or a freeze (FW4007),
 * a marker, or an app that leaves clusters, that would take data along unconfirmed, or leave objects behind (FW4010), clusters in two stages or in none (FW3004) or on another hub (FW3008).
 * Naming an app whose newest release the stage holds is no error.
 */
export function planPromotion(world: PlanWorld, request: PromotionRequest): Result<PromotionPlan> {
  const unknown = unknownIn(world, request.apps, request.stage);
  const stage = stageNamed(world, request.stage);
  if (unknown.length > 0 || !stage) return fail(unknown);

  const wanted: Wanted = { only: request.only, anyOrder: request.skipOrder !== undefined };
  const standings = appsOf(world)
    .filter((app) => request.apps.includes(app) || (request.allDue && !(wanted.only && app === FLEET)))
    .map((app) => standing(world, app, stage, wanted));
  const { due, refused, errors, warnings } = sorted(world, stage, request, standings);
  // Where an error ends it anyway, what fits is asked of all: that fleet is refused is no second error of every app.
  const candidates = errors.length > 0 ? due : due.filter((movement) => !refused.has(movement.app));
  const named = (app: string): boolean => request.apps.includes(app);
  const { movements, pins, problems } = fitting(world, stage, request, candidates);
  for (const { app, diagnostic } of problems) (named(app) ? errors : warnings).push(diagnostic);
  if (errors.length > 0) return fail([...errors, ...warnings.map(asWarning)]);
  const plan = { stage: stage.name, movements: [...movements, ...pins.movements], holds: pins.holds, standings };
  return ok(plan, warnings.map(asWarning));
}

/** What fits together and takes no data along unasked, and the pins of what leaves clusters by it. */
function fitting(
  world: PlanWorld,
  stage: Stage,
  request: PromotionRequest,
  candidates: readonly Promotion[],
): Fitting & { readonly pins: Moves } {
  const named = (app: string): boolean => request.apps.includes(app);
  const { movements, problems } = fit(world, stage, candidates, named);
  const pins = leaving(world, stage, movements);
  const lost = leavingFaults(world, stage, [...movements, ...pins.movements], request.confirm ?? []);
  if (lost.length === 0 || lost.some(({ app }) => named(app)))
    return { movements, pins, problems: [...problems, ...lost] };
  const out = new Set(lost.map(({ app }) => app));
  const rest = movements.filter(({ app }) => !out.has(app));
  const again = fitting(world, stage, request, rest);
  return { ...again, problems: [...problems, ...lost, ...again.problems] };
}

interface Sorted {
  readonly due: readonly Promotion[];
  /** Apps of which what is due must stay out. */
  readonly refused: ReadonlySet<string>;
  readonly errors: Diagnostic[];
  readonly warnings: Diagnostic[];
}

/** What is due, and what there is to say of each app by itself. */
function sorted(world: PlanWorld, stage: Stage, request: PromotionRequest, standings: readonly Standing[]): Sorted {
  const { apps, only, skipOrder } = request;
  const [errors, warnings, due]: [Diagnostic[], Diagnostic[], Promotion[]] = [[], [], []];
  const refused = new Set<string>();
  const frozen: string[] = [];
  for (const found of standings) {
    const { app } = found;
    const refusalOf = apps.includes(app) ? refusalOfNamed : refusalOfDue;
    const refusal = refusalOf(world, stage, found, only);
    errors.push(...refusal.errors);
    warnings.push(...refusal.warnings);
    const lost = found.due ? markerFaults(world, { app, stage, tree: found.due.tree }, request.confirm ?? []) : [];
    (apps.includes(app) ? errors : warnings).push(...lost);
    if (refusal.refused || lost.length > 0) refused.add(app);
    if (refusal.frozen) frozen.push(app);
    if (found.due) due.push(coming(world, { app, stage, release: found.due, only }, skipOrder));
  }
  const named = frozen.filter((app) => apps.includes(app));
  errors.push(...frozenErrors(world, stage, named));
  if (named.length === 0) warnings.push(...frozenErrors(world, stage, frozen));
  return { due, refused, errors, warnings };
}

function coming(world: PlanWorld, question: Question, skipOrder: string | undefined): Promotion {
  const movement = promotionOf(world, question);
  if (skipOrder === undefined || order.isOpen(world, question)) return movement;
  return { ...movement, skippedOrder: skipOrder };
}
