import { fail, ok, type Result } from '@fleetwright/diagnostics';
import type { Hold } from '@fleetwright/model/engine';
import { knownTo } from './clusters.ts';
import { standing } from './due.ts';
import { foreign } from './foreign.ts';
import type { Reason } from './gate.ts';
import { identify } from './halves.ts';
import { incomplete } from './history.ts';
import { freezeOf, type Held, holdOn, isExpired } from './holds.ts';
import { entryPath, parseEntry } from './paths.ts';
import type { Release } from './releases.ts';
import { secondsOf } from './text.ts';
import { appsOf, entriesOf, type Holding, holdingOf, type PlanWorld, type Stage } from './world.ts';

/** Apps × stages as plain data: the table of `fleetwright status`, and its `--json` as it is. Times are seconds since 1970. */
export interface Status {
  readonly schema: 'fleetwright/status/v1';
  /** Commit of HEAD; null before the first one. */
  readonly head: string | null;
  /** The freeze of all stages; null: there is none. */
  readonly freeze: StatusHold | null;
  /** In topological order. */
  readonly stages: readonly StatusStage[];
  /** `fleet` first, then by name. */
  readonly apps: readonly StatusApp[];
}

/** A stage, as columns need it. */
export interface StatusStage {
  readonly stage: string;
  readonly environment: string;
  readonly after: readonly string[];
  /** Seconds. */
  readonly soak: number;
  /** The freeze of this stage; null: none of its own. */
  readonly freeze: StatusHold | null;
}

/** A row. */
export interface StatusApp {
  readonly app: string;
  /** One for every stage, in the order of stages. */
  readonly stages: readonly StatusCell[];
}

/** An app in a stage. */
export interface StatusCell {
  readonly stage: string;
  /** False: HEAD does not render the app for the stage's environment. */
  readonly rendered: boolean;
  /** Null: the stage holds nothing of the app. */
  readonly holds: StatusHolding | null;
  /** What a promotion would bring now. */
  readonly due: StatusRelease | null;
  /** The newest release, where it is newer than what is held and due, and may not come yet. */
  readonly blocked: (StatusRelease & { readonly reasons: readonly Reason[] }) | null;
  /** How many releases are newer than what the stage holds. */
  readonly behind: number;
  /** The hold on the app in this stage; null: it is not held. */
  readonly held: StatusHold | null;
  /** Clusters of the stage that run something else, by name. */
  readonly pins: readonly StatusPin[];
  /**
   * What sets the entry apart: `pair`, two halves not tested together; `foreign`, "never a release". In code-unit order.
   */
  readonly exceptions: readonly ('foreign' | 'pair')[];
}

/** A hold or a freeze. */
export interface StatusHold {
  readonly reason: string;
  /** `Ada Lovelace <ada@example.com>`. */
  readonly author: string;
  /** When it should end; null: when somebody ends it. */
  readonly until: number | null;
  /** Whether that time is over: its removal is due, and until then it holds. */
  readonly expired: boolean;
  /** The halves that may not come; null: nothing may. */
  readonly not: { readonly config: string | null; readonly images: string | null } | null;
}

/** What one cluster runs instead of its stage's copy. */
export interface StatusPin {
  readonly cluster: string;
  readonly holds: StatusHolding;
  /** Why; null: the hold file that a pin needs is not there. */
  readonly held: StatusHold | null;
  /** Whether its cluster is gone, as the stage knows it: the pin does nothing any more, and its end is due. */
  readonly gone: boolean;
}

/** What a stage holds. */
export interface StatusHolding {
  readonly tree: string;
  /** The release that it is; null: none that history knows. */
  readonly release: StatusRelease | null;
  /** Where it is two halves: the releases that brought them; null otherwise. */
  readonly halves: { readonly config: StatusRelease; readonly images: StatusRelease } | null;
  /** When the stage got it; null: not committed yet. */
  readonly since: number | null;
  /** Seconds since then. */
  readonly age: number | null;
}

/** A release. */
export interface StatusRelease {
  readonly tree: string;
  /** The commit that brought it to the rendered files. */
  readonly commit: string;
  readonly time: number;
}

/** How every app stands in every stage. Its only error is a shallow clone (FW4005). */
export function status(world: PlanWorld): Result<Status> {
  const errors = incomplete(world.history);
  if (errors.length > 0) return fail(errors);
  const strange = new Set(foreign(world).map(({ at }) => at?.file));
  const stages = world.stages.map((stage): StatusStage => {
    const { name, environment, after, soak } = stage;
    return { stage: name, environment, after, soak, freeze: holdStatus(world, freezeOf(world, name)) };
  });
  const apps = appsOf(world).map((app) => ({
    app,
    stages: world.stages.map((stage) => cellOf({ world, app, stage, strange })),
  }));
  const freeze = holdStatus(world, freezeOf(world, undefined));
  return ok({ schema: 'fleetwright/status/v1', head: world.history.commits[0]?.sha ?? null, freeze, stages, apps });
}

interface Cell {
  readonly world: PlanWorld;
  readonly app: string;
  readonly stage: Stage;
  /** Paths of entries that were never a release. */
  readonly strange: ReadonlySet<string | undefined>;
}

function cellOf({ world, app, stage, strange }: Cell): StatusCell {
  const { rendered, holds, due, blocked, behind } = standing(world, app, stage);
  const found = holds && holdingStatus(world, app, stage, holds);
  return {
    stage: stage.name,
    rendered,
    holds: found ?? null,
    due: due ? releaseStatus(due) : null,
    blocked: blocked ? { ...releaseStatus(blocked.release), reasons: blocked.reasons } : null,
    behind,
    held: holdStatus(world, holdOn(world, stage.name, app)),
    pins: pinsOf(world, app, stage),
    exceptions: [
      // An entry that is gone is found too, and is nothing that could have been a release.
      ...(holds && strange.has(entryPath(stage.name, app)) ? (['foreign'] as const) : []),
      ...(found?.halves ? (['pair'] as const) : []),
    ],
  };
}

/** What clusters of a stage are pinned to of an app, in the order of their names. */
export function pinsOf(world: PlanWorld, app: string, stage: Stage): readonly StatusPin[] {
  return entriesOf(world, stage.name).flatMap((entry) => pinStatus(world, app, stage, entry));
}

function pinStatus(world: PlanWorld, app: string, stage: Stage, entry: string): readonly StatusPin[] {
  const { app: pinned, cluster } = parseEntry(entry);
  const holding = pinned === app && cluster !== undefined ? holdingOf(world, stage.name, entry) : undefined;
  if (cluster === undefined || !holding) return [];
  const held = holdStatus(world, holdOn(world, stage.name, entry));
  const gone = knownTo(world, stage.name)?.clusters[cluster]?.state === 'gone';
  return [{ cluster, holds: holdingStatus(world, app, stage, holding), held, gone }];
}

/** What a stage or a pin holds. */
export function holdingStatus(world: PlanWorld, app: string, stage: Stage, { tree, commit }: Holding): StatusHolding {
  const since = commit === undefined ? undefined : world.history.commits[commit]?.time;
  const found = identify(world, app, stage, tree);
  return {
    tree,
    release: found.is === 'release' ? releaseStatus(found.release) : null,
    halves: found.is === 'pair' ? { config: releaseStatus(found.config), images: releaseStatus(found.images) } : null,
    since: since ?? null,
    age: since === undefined ? null : Math.max(0, world.now - since),
  };
}

/** A release as people and programs are told of it. */
export function releaseStatus({ tree, commit }: Release): StatusRelease {
  return { tree, commit: commit.sha, time: commit.time };
}

function holdStatus({ now }: PlanWorld, held: Held | undefined): StatusHold | null {
  if (!held) return null;
  const hold: Hold = held.hold;
  const { reason, author, until, not } = hold;
  return {
    reason,
    author,
    until: until === undefined ? null : secondsOf(until),
    expired: isExpired(hold, now),
    not: not ? { config: not.config ?? null, images: not.images ?? null } : null,
  };
}
