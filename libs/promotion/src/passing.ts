import { cache } from './cache.ts';
import { best, type Closed, type Verdict } from './gate.ts';
import { firstIndex, type Span, type Timeline, timelineOf, treeAt, treesDuring } from './history.ts';
import { entryPath, renderedPath } from './paths.ts';
import { type Release, releaseName } from './releases.ts';
import { duration } from './text.ts';
import { holdingOf, type Stage, stageNamed, type World } from './world.ts';

/**
 * Whether a release of `app` has passed the stages that `stage` follows: one verdict for each of them. Where the app
 * has no rendering for a stage's environment "P is skipped", and what P itself follows is asked instead: a skipped
 * staging must not let a release into prod that is unproven in dev. Stages further back are not asked again: what the
 * stages before hold had passed theirs when it came.
 */
export function passing(world: World, app: string, release: Release, stage: Stage): readonly Verdict[] {
  return ask(world, app, release, stage).map(({ before, name, proof }) =>
    before && proof ? verdictOf(world, app, before, proof) : undeclared(name),
  );
}

/** Whether every verdict of {@link passing} is open; none of them is put into words, so that many releases can be asked. */
export function hasPassed(world: World, app: string, release: Release, stage: Stage): boolean {
  return ask(world, app, release, stage).every(({ proof }) => proof?.state === 'open');
}

/** What a stage that must be passed says of a release; `before` and `proof` are `undefined` where there is no such stage. */
interface Asked {
  readonly name: string;
  readonly before: Stage | undefined;
  readonly proof: Proof | undefined;
}

function ask(world: World, app: string, release: Release, { after }: Stage): readonly Asked[] {
  const found: Asked[] = [];
  const names = [...after];
  // Grows while it is walked: with what skipped stages follow.
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) continue;
    const before = stageNamed(world, name);
    const proof = before && passed(world, app, release, before);
    if (before && !proof) names.push(...before.after);
    else found.push({ name, before, proof });
  }
  return found;
}

/** Whether a stage holds, or has held, a tree for as long as it must: a verdict that is not in words yet. */
type Proof =
  | { readonly tree: string; readonly state: 'open' }
  | { readonly tree: string; readonly state: 'waiting'; readonly until: number }
  /** It went back from the tree to `to`. */
  | { readonly tree: string; readonly state: 'closed'; readonly to: string }
  /** It held the tree for that many seconds at most; −1: never. */
  | { readonly tree: string; readonly state: 'closed'; readonly longest: number };

/**
 * Whether a release has passed `stage`: "at one of its commits `apps/A/rendered/F` equals a tree that P holds, or has
 * held through its soak, with no rollback from it since". `undefined`: skipped, because the app has no rendering for
 * the stage's environment at the release's last commit, and none of those before it has passed.
 */
function passed(world: World, app: string, release: Release, stage: Stage): Proof | undefined {
  const path = renderedPath(app, stage);
  const proof = best(treesDuring(world.history, path, release).map((tree) => proven(world, app, stage, tree)));
  // Asked at the last commit only: rendering for staging that came later than the release is not a way around staging.
  if (treeAt(world.history, path, release.newest) === undefined && proof?.state !== 'open') return undefined;
  return proof;
}

const proofs = cache<Proof>();
const soaks = cache<number>();

/** Many releases of a later stage ask a stage for one tree. */
function proven(world: World, app: string, stage: Stage, tree: string): Proof {
  const held = timelineOf(world.history, entryPath(stage.name, app));
  if (!held.byTree.has(tree)) return { tree, state: 'closed', longest: -1 };
  return proofs(world, `${stage.name}/${app}/${tree}`, () => prove(world, app, stage, tree, held));
}

function prove(world: World, app: string, stage: Stage, tree: string, held: Timeline): Proof {
  const soak = soakOf(world, app, stage);
  let longest = -1;
  let waiting: Proof | undefined;
  for (const index of held.byTree.get(tree) ?? []) {
    const span = held.spans[index];
    if (!span) continue;
    // A rollback voids this hold and every earlier one; a later one, with a soak of its own, reopens the way.
    const to = wentBackTo(world, app, stage, held, index);
    if (to !== undefined) return waiting ?? { tree, state: 'closed', to };
    const seconds = secondsHeld(world, span);
    if (soak === 0 || seconds >= soak) return { tree, state: 'open' };
    if (span.newest === 0) waiting = { tree, state: 'waiting', until: world.now + soak - seconds };
    longest = Math.max(longest, seconds);
  }
  return waiting ?? { tree, state: 'closed', longest };
}

/** Seconds that an app must be held in a stage: "where no active cluster of P runs the app, holding the tree is enough". */
function soakOf(world: World, app: string, stage: Stage): number {
  return soaks(world, `${stage.name}/${app}`, () => (world.runs(stage.name, app) === false ? 0 : stage.soak));
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
 * The tree that a stage went back to when it left its span with that index, if it did go back then. A work tree knows no
 * intentions, commit messages may be rewritten by a squash, so a rollback is recognised by trees alone:
 * - between two releases: it is no rollback only when the other is newer by its first commit and by its last one, as of
 *   that commit. So A, B, A (a reverted definition) voids B, which then needs a new soak when it lands again, but A, B,
 *   A, B does not void A: it came first, and was proven;
 * - to a tree that is no release (two halves, or older than the root): when the stage has held it before;
 * - to nothing: never, since entries vanish from a retired marker only.
 */
function wentBackTo(world: World, app: string, stage: Stage, held: Timeline, index: number): string | undefined {
  const [left, next] = [held.spans[index]?.tree, held.spans[index - 1]];
  if (left === undefined || next?.tree === undefined) return undefined;
  const releases = timelineOf(world.history, renderedPath(app, stage));
  const old = renderedBefore(releases, left, next.oldest);
  const taken = renderedBefore(releases, next.tree, next.oldest);
  const back =
    old && taken
      ? taken.last.oldest > old.last.oldest || taken.first.oldest > old.first.oldest
      : (held.byTree.get(next.tree)?.at(-1) ?? -1) > index;
  return back ? next.tree : undefined;
}

/** The last and the first span that rendered `tree`, as of a commit. */
function renderedBefore({ spans, byTree }: Timeline, tree: string, commit: number) {
  const indexes = byTree.get(tree) ?? [];
  const of = (index: number): Span | undefined => spans[indexes[index] ?? -1];
  const last = of(firstIndex(indexes.length, (index) => (of(index)?.oldest ?? 0) >= commit));
  const first = of(indexes.length - 1);
  return last && first && { last, first };
}

function verdictOf(world: World, app: string, stage: Stage, proof: Proof): Verdict {
  const name = (tree: string): string => releaseName(world.history, app, stage, tree);
  if (proof.state === 'open') return { state: 'open', stage: stage.name };
  if (proof.state === 'waiting') {
    const what = `${stage.name} to hold ${name(proof.tree)} through its soak of ${duration(stage.soak)}`;
    return { state: 'waiting', stage: stage.name, for: what, until: proof.until };
  }
  const promote = `fleetwright promote ${app} --to ${stage.name}`;
  const closed = (because: string, help: string): Closed => ({ state: 'closed', stage: stage.name, because, help });
  if ('to' in proof) {
    const went = `${stage.name} went back from ${name(proof.tree)} to ${name(proof.to)}`;
    return closed(went, `${promote}, if it is good after all: a new soak reopens the way`);
  }
  const holding = holdingOf(world, stage.name, app);
  if (holding?.tree === proof.tree)
    return closed(`${stage.name} holds ${name(proof.tree)} in this work tree only`, 'commit it');
  const holds = holding ? `holds ${name(holding.tree)},` : 'holds nothing';
  const instead =
    proof.longest < 0
      ? `and has never held the release of ${name(proof.tree)}`
      : `and held the release of ${name(proof.tree)} for ${duration(proof.longest)} only of its soak of ${duration(stage.soak)}`;
  return closed(`${stage.name} ${holds} ${instead}`, promote);
}

function undeclared(stage: string): Closed {
  const because = `there is no stage "${stage}" to pass`;
  return { state: 'closed', stage, because, help: 'declare it in clusters/fleet.ts, then run fleetwright render' };
}
