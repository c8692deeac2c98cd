import { type Diagnostic, error } from '@fleetwright/diagnostics';
import type { Standing } from './due.ts';
import type { Reason } from './gate.ts';
import { frozen } from './gates/freeze.ts';
import { unfinished } from './gates/reproduced.ts';
import { halvesOf } from './halves.ts';
import { FLEET, holdPath, renderedPath } from './paths.ts';
import { isoTime, list, short } from './text.ts';
import type { Half, PlanWorld, Stage } from './world.ts';

/** What there is to say of an app that was considered for a promotion. */
export interface Refusal {
  /** Why it gets nothing, or less than it might: errors of an app that was asked for by name. */
  readonly errors: readonly Diagnostic[];
  /** What stops that app only, or is good to know. */
  readonly warnings: readonly Diagnostic[];
  /** Whether what is due of it must stay out. */
  readonly refused: boolean;
  /** Whether a freeze of the stage keeps it out. */
  readonly frozen: boolean;
}

const nothing: Refusal = { errors: [], warnings: [], refused: false, frozen: false };

/** Why an app that was asked for by name gets nothing, or less than its files may promise. */
export function refusalOfNamed(world: PlanWorld, stage: Stage, found: Standing, only: Half | undefined): Refusal {
  const halfless = only && withoutHalves(world, stage, found, only);
  if (halfless) return refuse([halfless]);
  const unready = unfinishedFiles(world, stage, found);
  if (found.due) {
    const errors = found.due.newest === 0 ? unready : [];
    return { ...nothing, errors, warnings: heldErrors(stage, found), refused: errors.length > 0 };
  }
  if (found.heldOut) return { ...refuse(heldErrors(stage, found)), frozen: isFrozen(found.heldOut.reasons) };
  if (found.blocked) {
    const { reasons } = found.blocked;
    const errors = [...notPassed(found, reasons), ...heldBy(stage, found.app, reasons)];
    return { ...refuse(errors), frozen: isFrozen(reasons) };
  }
  // What is committed is held already: a word about what is not committed yet.
  if (found.rendered) return { ...nothing, warnings: unready };
  return refuse(unready.length > 0 ? unready : [notRendered(found.app, stage)]);
}

/** What there is to say of an app that nobody named. */
export function refusalOfDue(world: PlanWorld, stage: Stage, found: Standing, only: Half | undefined): Refusal {
  if (only && withoutHalves(world, stage, found, only)) return nothing;
  const held = heldErrors(stage, found);
  if (found.due) {
    const unready = found.due.newest === 0 ? unfinishedFiles(world, stage, found) : [];
    return { ...nothing, warnings: [...unready, ...held], refused: unready.length > 0 };
  }
  if (found.heldOut) return { ...nothing, warnings: held, frozen: isFrozen(found.heldOut.reasons) };
  return { ...nothing, warnings: found.blocked ? [] : unfinishedFiles(world, stage, found) };
}

/** FW4007 for each freeze of the stage, with the apps that it keeps out; none where it keeps out none. */
export function frozenErrors(world: PlanWorld, stage: Stage, apps: readonly string[]): readonly Diagnostic[] {
  if (apps.length === 0) return [];
  const who = apps.length > 4 ? `${apps.slice(0, 3).join(', ')} and ${apps.length - 3} more` : list(apps);
  return frozen(world, stage.name).map(({ path, verdict }) =>
    error('FW4007', `${verdict.because} (it keeps out ${who})`, verdict.help, { file: path }),
  );
}

function refuse(errors: readonly Diagnostic[]): Refusal {
  return { ...nothing, errors, refused: true };
}

function isFrozen(reasons: readonly Reason[]): boolean {
  return reasons.some(({ gate }) => gate === 'freeze');
}

/** FW4007 for a release that would come but for a hold. */
function heldErrors(stage: Stage, { app, heldOut }: Standing): readonly Diagnostic[] {
  return heldBy(stage, app, heldOut?.reasons ?? []);
}

function heldBy(stage: Stage, app: string, reasons: readonly Reason[]): readonly Diagnostic[] {
  return reasons.flatMap((reason) => {
    if (reason.gate !== 'hold' || reason.state !== 'closed') return [];
    const file = holdPath({ stage: stage.name, entry: app });
    return [error('FW4007', reason.because, reason.help, { file })];
  });
}

function unfinishedFiles(world: PlanWorld, stage: Stage, { app }: Standing): readonly Diagnostic[] {
  const fault = unfinished(world, app, stage);
  return fault ? [error('FW4004', fault.because, fault.help, { file: renderedPath(app, stage) })] : [];
}

function notPassed({ app, stage, blocked }: Standing, reasons: readonly Reason[]): readonly Diagnostic[] {
  const release = `release ${short(blocked?.release.commit.sha ?? '')} of ${app} may not go to ${stage}`;
  return reasons.flatMap((reason) => {
    if (reason.gate !== 'order') return [];
    if (reason.state === 'closed') {
      const message = `${release}: it has not passed ${reason.stage}: ${reason.because}`;
      return [error('FW4003', message, reason.help, undefined)];
    }
    const message = `${release} yet: it is waiting for ${reason.for}`;
    return [error('FW4003', message, `try again at ${isoTime(reason.until)}`, undefined)];
  });
}

/** FW4002 where there are no two halves of which one could move. */
function withoutHalves(world: PlanWorld, stage: Stage, { app, holds }: Standing, only: Half): Diagnostic | undefined {
  const promote = `fleetwright promote ${app} --to ${stage.name}`;
  if (app === FLEET) return error('FW4002', 'fleet has no halves: it moves whole', promote, undefined);
  const other = only === 'config' ? 'images' : 'config';
  if (!holds) {
    const message = `${stage.name} holds nothing of ${app}, so there is no ${other} that could stay`;
    return error('FW4002', message, promote, undefined);
  }
  if (halvesOf(world, holds.tree)) return undefined;
  return error('FW4002', `what ${stage.name} holds of ${app} has no halves`, promote, undefined);
}

/** FW4002 for an app that HEAD does not render for the stage. */
export function notRendered(app: string, stage: Stage): Diagnostic {
  if (app === FLEET) {
    const message = `nothing is rendered of what ${stage.name} would know of its clusters`;
    return error('FW4002', message, 'run fleetwright render and commit clusters/rendered', undefined);
  }
  const message = `${app} is not rendered for ${stage.environment}, the environment of ${stage.name}`;
  const hint = `to run it there, add ${stage.environment} to \`only\` in apps/${app}/app.ts, then render and commit`;
  return error('FW4002', message, hint, undefined);
}
