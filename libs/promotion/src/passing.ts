import type { Closed, Question, Verdict } from './gate.ts';
import { halvesOf, identify, treeName } from './halves.ts';
import { treeAt, treesDuring } from './history.ts';
import { renderedPath } from './paths.ts';
import { type Proof, proofOf } from './proof.ts';
import { duration } from './text.ts';
import { type Half, holdingOf, type PlanWorld, type Stage, stageNamed } from './world.ts';

/**
 * Whether a release (or its half) has passed the stages that `stage` follows: one verdict for each of them. Where the app
 * has no rendering for a stage's environment "P is skipped", and what P itself follows is asked instead: a skipped
 * staging must not let a release into prod that is unproven in dev. Stages further back are not asked again: what the
 * stages before hold had passed theirs when it came.
 */
export function passing(world: PlanWorld, question: Question): readonly Verdict[] {
  return ask(world, question).map(({ before, name, proof }) =>
    before && proof ? verdictOf(world, question, before, proof) : undeclared(name),
  );
}

/** Whether every verdict of {@link passing} is open; none of them is put into words, so that many releases can be asked. */
export function hasPassed(world: PlanWorld, question: Question): boolean {
  return ask(world, question).every(({ proof }) => proof?.state === 'open');
}

/** What a stage that must be passed says of a release; `before` and `proof` are `undefined` where there is no such stage. */
interface Asked {
  readonly name: string;
  readonly before: Stage | undefined;
  readonly proof: Proof | undefined;
}

function ask(world: PlanWorld, question: Question): readonly Asked[] {
  const found: Asked[] = [];
  const names = [...question.stage.after];
  // Grows while it is walked: with what skipped stages follow.
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) continue;
    const before = stageNamed(world, name);
    const proof = before && passed(world, question, before);
    if (before && !proof) names.push(...before.after);
    else found.push({ name, before, proof });
  }
  return found;
}

/**
 * Whether a release has passed `stage`: "at one of its commits `apps/A/rendered/F` equals a tree that P holds, or has
 * held through its soak, with no rollback from it since". `undefined`: skipped, because the app has no rendering for
 * the stage's environment at the release's last commit, and none of those before it has passed.
 */
function passed(world: PlanWorld, { app, release, only }: Question, stage: Stage): Proof | undefined {
  const path = renderedPath(app, stage);
  const proof = proofOf(world, app, stage, treesDuring(world.history, path, release), only);
  // Asked at the last commit only: rendering for staging that came later than the release is not a way around staging.
  if (treeAt(world.history, path, release.newest) === undefined && proof?.state !== 'open') return undefined;
  return proof;
}

function verdictOf(world: PlanWorld, question: Question, stage: Stage, proof: Proof): Verdict {
  const { app, only } = question;
  const name = (tree: string): string => treeName(world, app, stage, tree);
  const half = only ? `the ${only} of ` : '';
  if (proof.state === 'open') return { state: 'open', stage: stage.name };
  if (proof.state === 'waiting') {
    const what = `${stage.name} to hold ${half}${name(proof.tree)} through its soak of ${duration(stage.soak)}`;
    return { state: 'waiting', stage: stage.name, for: what, until: proof.until };
  }
  const promote = `fleetwright promote ${app} --to ${stage.name}${only ? ` --only ${only}` : ''}`;
  const closed = (because: string, help: string): Closed => ({ state: 'closed', stage: stage.name, because, help });
  if ('to' in proof) {
    const went = `${stage.name} went back from ${name(proof.tree)} to ${name(proof.to)}`;
    return closed(went, `${promote}, if it is good after all: a new soak reopens the way`);
  }
  const holding = holdingOf(world, stage.name, app);
  if (holding && holding.commit === undefined && isSame(world, holding.tree, proof.tree, only))
    return closed(`${stage.name} holds ${name(proof.tree)} in this work tree only`, 'commit it');
  const holds = holding ? `holds ${name(holding.tree)},` : 'holds nothing';
  const what = half || 'the release of ';
  const instead =
    proof.longest < 0
      ? `and has never held ${what}${name(proof.tree)}`
      : `and held ${what}${name(proof.tree)} for ${duration(proof.longest)} only of its soak of ${duration(stage.soak)}`;
  return closed(`${stage.name} ${holds} ${instead}`, `${promote}${halfway(world, question, stage)}`);
}

function isSame(world: PlanWorld, one: string, other: string, only: Half | undefined): boolean {
  if (one === other) return true;
  return only !== undefined && halvesOf(world, one)?.[only] === (halvesOf(world, other)?.[only] ?? other);
}

/** The way for a half that has passed alone, where the stage before got one half only. */
function halfway(world: PlanWorld, question: Question, before: Stage): string {
  const { app, stage, only } = question;
  const held = holdingOf(world, before.name, app);
  if (only || !held || identify(world, app, before, held.tree).is !== 'pair') return '';
  const half = (['config', 'images'] as const).find((one) => hasPassed(world, { ...question, only: one }));
  return half ? `; its ${half} alone may come: fleetwright promote ${app} --to ${stage.name} --only ${half}` : '';
}

function undeclared(stage: string): Closed {
  const because = `there is no stage "${stage}" to pass`;
  return { state: 'closed', stage, because, help: 'declare it in clusters/fleet.ts, then run fleetwright render' };
}
