import { fail, ok, type Result } from '@fleetwright/diagnostics';
import { standing } from './due.ts';
import type { Closed, Waiting } from './gate.ts';
import { incomplete } from './history.ts';
import { type Release, releasesOf } from './releases.ts';
import { appsOf, type Stage, type World } from './world.ts';

/** Apps × stages as plain data: the table of `fleetwright status`, and its `--json` as it is. Times are seconds since 1970. */
export interface Status {
  readonly schema: 'fleetwright/status/v1';
  /** Commit of HEAD; null before the first one. */
  readonly head: string | null;
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
  readonly blocked: (StatusRelease & { readonly reasons: readonly (Waiting | Closed)[] }) | null;
  /** How many releases are newer than what the stage holds. */
  readonly behind: number;
}

/** What a stage holds. */
export interface StatusHolding {
  readonly tree: string;
  /** The release that it is; null: none that history knows. */
  readonly release: StatusRelease | null;
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
export function status(world: World): Result<Status> {
  const errors = incomplete(world.history);
  if (errors.length > 0) return fail(errors);
  const stages = world.stages.map(({ name, environment, after, soak }) => ({ stage: name, environment, after, soak }));
  const apps = appsOf(world).map((app) => ({ app, stages: world.stages.map((stage) => cellOf(world, app, stage)) }));
  return ok({ schema: 'fleetwright/status/v1', head: world.history.commits[0]?.sha ?? null, stages, apps });
}

function cellOf(world: World, app: string, stage: Stage): StatusCell {
  const { rendered, holds, due, blocked, behind } = standing(world, app, stage);
  const since = holds?.commit === undefined ? undefined : world.history.commits[holds.commit]?.time;
  const release = holds && releasesOf(world.history, app, stage).find((candidate) => candidate.tree === holds.tree);
  return {
    stage: stage.name,
    rendered,
    holds: holds
      ? {
          tree: holds.tree,
          release: release ? releaseOf(release) : null,
          since: since ?? null,
          age: since === undefined ? null : Math.max(0, world.now - since),
        }
      : null,
    due: due ? releaseOf(due) : null,
    blocked: blocked ? { ...releaseOf(blocked.release), reasons: blocked.reasons } : null,
    behind,
  };
}

function releaseOf({ tree, commit }: Release): StatusRelease {
  return { tree, commit: commit.sha, time: commit.time };
}
