import { best, type Closed, type Verdict } from './gate.ts';
import { type Span, spansOf, treeAt, treesDuring } from './history.ts';
import { entryPath, renderedPath } from './paths.ts';
import type { Release } from './releases.ts';
import { duration, short } from './text.ts';
import { holdingOf, type Stage, stageNamed, type World } from './world.ts';

/**
 * Whether a release of `app` has passed the stages that `stage` follows: one verdict for each of them. Where the app
 * has no rendering for a stage's environment "P is skipped", and what P itself follows is asked instead: a skipped
 * staging must not let a release into prod that is unproven in dev. Stages further back are not asked again: what the
 * stages before hold had passed theirs when it came.
 */
export function passing(world: World, app: string, release: Release, stage: Stage): readonly Verdict[] {
  const verdicts = new Map<string, Verdict>();
  const asked = new Set<string>();
  const ask = (names: readonly string[]): void => {
    for (const name of names) {
      if (asked.has(name)) continue;
      asked.add(name);
      const before = stageNamed(world, name);
      const verdict = before ? passed(world, app, release, before) : undeclared(name);
      if (verdict) verdicts.set(name, verdict);
      else if (before) ask(before.after);
    }
  };
  ask(stage.after);
  return [...verdicts.values()];
}

/**
 * Whether a release has passed `stage`: "at one of its commits `apps/A/rendered/F` equals a tree that P holds, or has
 * held through its soak, with no rollback from it since". `undefined`: skipped, because the app has no rendering for
 * the stage's environment at the release's last commit, and none of those before it has passed.
 */
function passed(world: World, app: string, release: Release, stage: Stage): Verdict | undefined {
  const path = renderedPath(app, stage);
  const verdict = best(treesDuring(world.history, path, release).map((tree) => proven(world, app, stage, tree)));
  // Asked at the last commit only: rendering for staging that came later than the release is not a way around staging.
  if (treeAt(world.history, path, release.newest) === undefined && verdict?.state !== 'open') return undefined;
  return verdict;
}

/** Whether `stage` holds, or has held, `tree` for as long as it must. */
function proven(world: World, app: string, stage: Stage, tree: string): Verdict {
  const soak = world.runs(stage.name, app) ? stage.soak : 0;
  const spans = spansOf(world.history, entryPath(stage.name, app));
  let longest = -1;
  let waiting: Verdict | undefined;
  for (const [index, span] of spans.entries()) {
    if (span.tree !== tree) continue;
    const next = spans[index - 1];
    // A rollback voids this hold and every earlier one; a later one, with a soak of its own, reopens the way.
    if (next && goesBack(world, app, stage, spans.slice(index), next))
      return waiting ?? rolledBack(app, stage, span, next);
    const held = secondsHeld(world, span);
    if (soak === 0 || held >= soak) return { state: 'open', stage: stage.name };
    if (span.newest === 0) {
      const what = `${stage.name} to hold ${short(tree)} through its soak of ${duration(soak)}`;
      waiting = { state: 'waiting', stage: stage.name, for: what, until: world.now + soak - held };
    }
    longest = Math.max(longest, held);
  }
  return waiting ?? notHeld(world, app, stage, tree, longest);
}

/**
 * Seconds of a hold by commit time ("in a work tree a soak counts by commit time"). What a true root brought (a
 * template clone, a rewritten history) "counts as passed": there is no telling how long it was held before.
 */
function secondsHeld(world: World, span: Span): number {
  const { commits } = world.history;
  if (span.oldest === commits.length - 1) return Number.POSITIVE_INFINITY;
  const from = commits[span.oldest]?.time ?? world.now;
  const to = span.newest === 0 ? world.now : (commits[span.newest - 1]?.time ?? from);
  return Math.max(0, to - from);
}

/**
 * Whether a stage went back when it left the first of `spans` (newest first) for `next`. A work tree knows no
 * intentions, commit messages may be rewritten by a squash, so a rollback is recognised by trees alone:
 * - between two releases: it is no rollback only when the other is newer by its first commit and by its last one, as of
 *   that commit. So A, B, A (a reverted definition) voids B, which then needs a new soak when it lands again, but A, B,
 *   A, B does not void A: it came first, and was proven;
 * - to a tree that is no release (two halves, or older than the root): when the stage has held it before;
 * - to nothing: never, since entries vanish from a retired marker only.
 */
function goesBack(world: World, app: string, stage: Stage, spans: readonly Span[], next: Span): boolean {
  const [left, ...before] = spans;
  if (next.tree === undefined || left?.tree === undefined) return false;
  const releases = spansOf(world.history, renderedPath(app, stage)).filter((release) => release.oldest >= next.oldest);
  const old = releases.filter((release) => release.tree === left.tree);
  const taken = releases.filter((release) => release.tree === next.tree);
  const [oldLast, oldFirst, takenLast, takenFirst] = [old.at(0), old.at(-1), taken.at(0), taken.at(-1)];
  if (!oldLast || !oldFirst || !takenLast || !takenFirst) return before.some((span) => span.tree === next.tree);
  return takenLast.oldest > oldLast.oldest || takenFirst.oldest > oldFirst.oldest;
}

function rolledBack(app: string, stage: Stage, span: Span, next: Span): Closed {
  const went = `${stage.name} went back from ${short(span.tree ?? '')} to ${short(next.tree ?? '')}`;
  const help = `fleetwright promote ${app} --to ${stage.name}, if it is good after all: a new soak reopens the way`;
  return { state: 'closed', stage: stage.name, because: went, help };
}

function notHeld(world: World, app: string, stage: Stage, tree: string, longest: number): Closed {
  const holding = holdingOf(world, stage.name, app);
  const closed = { state: 'closed', stage: stage.name } as const;
  if (holding?.tree === tree)
    return { ...closed, because: `${stage.name} holds ${short(tree)} in this work tree only`, help: 'commit it' };
  const holds = holding ? `holds ${short(holding.tree)}` : 'holds nothing';
  const instead =
    longest < 0 ? `and has never held ${short(tree)}` : `and held ${short(tree)} for ${duration(longest)} only`;
  const soak = longest < 0 ? '' : ` of its soak of ${duration(stage.soak)}`;
  const because = `${stage.name} ${holds} ${instead}${soak}`;
  return { ...closed, because, help: `fleetwright promote ${app} --to ${stage.name}` };
}

function undeclared(stage: string): Closed {
  const because = `there is no stage "${stage}" to pass`;
  return { state: 'closed', stage, because, help: 'declare it in clusters/fleet.ts, then run fleetwright render' };
}
