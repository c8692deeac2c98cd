import { error, fail, ok, type Result } from '@fleetwright/diagnostics';
import { byDefault, dueOf, isRendered, questionsOf } from './candidates.ts';
import type { GateName, Question } from './gate.ts';
import { gates } from './gates/index.ts';
import { unknownIn } from './named.ts';
import { notRendered } from './refusals.ts';
import type { Release } from './releases.ts';
import {
  holdingStatus,
  pinsOf,
  releaseStatus,
  type StatusHolding,
  type StatusPin,
  type StatusRelease,
} from './status.ts';
import { targetNamed } from './target.ts';
import { holdingOf, type PlanWorld, type Stage, stageNamed } from './world.ts';

/** What keeps a release of an app out of a stage, as plain data. Times are seconds since 1970. */
export interface Why {
  readonly schema: 'fleetwright/why/v1';
  readonly app: string;
  readonly stage: string;
  /** Null: the stage holds nothing of the app. */
  readonly holds: StatusHolding | null;
  /** Clusters that run something else, and go on with it whatever comes to the stage. */
  readonly pins: readonly StatusPin[];
  /** What a promotion would bring now; null: nothing is due. */
  readonly due: StatusRelease | null;
  /** The release that is asked about; null: none is newer than what the stage holds, and none was named. */
  readonly release: StatusRelease | null;
  /** How it compares with what the stage holds: `older` comes by `rollback` only. Null where there is no release. */
  readonly age: 'newer' | 'held' | 'older' | null;
  /** What each gate says, in their order; empty where there is nothing to ask about. */
  readonly gates: readonly WhyGate[];
}

/** One verdict; a gate may give several. */
export interface WhyGate {
  readonly gate: GateName;
  readonly state: 'open' | 'waiting' | 'closed';
  /** The stage that was asked. */
  readonly stage: string;
  /** Closed: why. */
  readonly because: string | null;
  /** Waiting: for what, and until when. */
  readonly for: string | null;
  readonly until: number | null;
  /** Closed: what would open it. */
  readonly help: string | null;
}

/**
 * Every gate's verdict on the newest release that is newer than what the stage holds, or on the one that `named` says: a
 * commit or a tree, by seven digits at least. Errors: FW4001 names that nobody has, FW4002 an app that is not rendered for the
 * stage, FW4005 a shallow clone.
 */
export function why(world: PlanWorld, app: string, stageName: string, named?: string): Result<Why> {
  const unknown = unknownIn(world, [app], stageName);
  const stage = stageNamed(world, stageName);
  if (unknown.length > 0 || !stage) return fail(unknown);
  if (!isRendered(world, app, stage)) return fail([notRendered(app, stage)]);

  const newer = questionsOf(world, app, stage, byDefault).map(({ release }) => release);
  const asked = named === undefined ? ok(newer[0]) : releaseNamed(world, app, stage, named);
  if (!asked.ok) return asked;
  const release = asked.value;
  const holds = holdingOf(world, stage.name, app);
  const due = dueOf(world, app, stage);
  const age = release ? ageOf(release, newer, holds?.tree) : null;
  return ok({
    schema: 'fleetwright/why/v1',
    app,
    stage: stage.name,
    holds: holds ? holdingStatus(world, app, stage, holds) : null,
    pins: pinsOf(world, app, stage),
    due: due ? releaseStatus(due) : null,
    release: release ? releaseStatus(release) : null,
    age,
    gates: release && age !== 'held' ? rowsOf(world, { app, stage, release, only: undefined }) : [],
  });
}

/** The release that is called `named`: FW4001 for what the stage has held that is none, such as two halves. */
function releaseNamed(world: PlanWorld, app: string, stage: Stage, named: string): Result<Release> {
  const target = targetNamed(world, app, stage, named);
  if (!target.ok) return target;
  if (target.value.release) return ok(target.value.release);
  const message = `${named} is what ${stage.name} has held of ${app}, and no release`;
  return fail([error('FW4001', message, `leave it out, to be told of the newest release of ${app}`, undefined)]);
}

function ageOf(release: Release, newer: readonly Release[], held: string | undefined): 'newer' | 'held' | 'older' {
  if (release.tree === held) return 'held';
  return newer.some(({ tree }) => tree === release.tree) ? 'newer' : 'older';
}

function rowsOf(world: PlanWorld, question: Question): readonly WhyGate[] {
  return gates.flatMap((gate) =>
    gate.ask(world, question).map((verdict): WhyGate => {
      const { state, stage } = verdict;
      const row = { gate: gate.name, state, stage, because: null, for: null, until: null, help: null };
      if (verdict.state === 'closed') return { ...row, because: verdict.because, help: verdict.help };
      return verdict.state === 'waiting' ? { ...row, for: verdict.for, until: verdict.until } : row;
    }),
  );
}
