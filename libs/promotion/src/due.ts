import { byDefault, isRendered, questionsOf, type Wanted } from './candidates.ts';
import { type Question, type Reason, reasonsOf } from './gate.ts';
import { freeze } from './gates/freeze.ts';
import { hold } from './gates/hold.ts';
import { gates } from './gates/index.ts';
import { order } from './gates/order.ts';
import { halvesOf } from './halves.ts';
import type { Release } from './releases.ts';
import { type Holding, holdingOf, type PlanWorld, type Stage } from './world.ts';

/** A release that may not come yet, and everything that keeps it out. */
export interface Blocked {
  readonly release: Release;
  /** What every gate has against it; never empty. */
  readonly reasons: readonly Reason[];
}

/** How an app stands in a stage. */
export interface Standing {
  readonly app: string;
  readonly stage: string;
  /** Whether HEAD renders the app for the stage's environment; where it does not (`only`), nothing is ever due. */
  readonly rendered: boolean;
  /** `undefined`: the stage holds nothing of the app. */
  readonly holds: Holding | undefined;
  /** What a promotion would bring; `undefined`: nothing is due. */
  readonly due: Release | undefined;
  /** The newest release, where it is newer than what is held and due, and may not come. */
  readonly blocked: Blocked | undefined;
  /** The release that would be due but for a hold or a freeze. */
  readonly heldOut: Blocked | undefined;
  /** How many releases are newer than what the stage holds. */
  readonly behind: number;
}

/**
 * What is due of `app` in `stage`: the newest release for which order, hold and freeze are open, unless the stage holds it.
 * Releases older than what the stage holds are never candidates, so nothing goes back by itself, but for a definition
 * that was reverted: its old tree is the newest release then, and due at once where the stages before held it.
 */
export function standing(world: PlanWorld, app: string, stage: Stage, wanted: Wanted = byDefault): Standing {
  const questions = questionsOf(world, app, stage, wanted);
  const asked = wanted.anyOrder ? gates.filter((gate) => gate !== order) : gates;
  let due: Question | undefined;
  let newest: Question | undefined;
  let inOrder: Question | undefined;
  for (const question of questions) {
    const passed = wanted.anyOrder || order.isOpen(world, question);
    if (passed && [hold, freeze].every((gate) => gate.isOpen(world, question))) {
      due = question;
      break;
    }
    newest ??= question;
    if (passed) inOrder ??= question;
  }
  const blockedAt = (question: Question | undefined): Blocked | undefined =>
    question && !(due && movesSame(world, question, due))
      ? { release: question.release, reasons: reasonsOf(asked, world, question) }
      : undefined;
  const blocked = blockedAt(newest);
  return {
    app,
    stage: stage.name,
    rendered: isRendered(world, app, stage),
    holds: holdingOf(world, stage.name, app),
    due: due?.release,
    blocked,
    heldOut: inOrder === newest ? blocked : blockedAt(inOrder),
    behind: questions.length,
  };
}

/** Whether two releases would make the stage hold the same. */
function movesSame(world: PlanWorld, one: Question, other: Question): boolean {
  if (one.release.tree === other.release.tree) return true;
  const { only } = one;
  return (
    only !== undefined && halvesOf(world, one.release.tree)?.[only] === halvesOf(world, other.release.tree)?.[only]
  );
}
