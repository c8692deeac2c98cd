import { cache } from './cache.ts';
import { best } from './gate.ts';
import { halfTimeline, halvesOf, identify } from './halves.ts';
import { firstIndex, type Span, type Timeline, timelineOf } from './history.ts';
import { entryPath, renderedPath } from './paths.ts';
import type { Half, Halves, PlanWorld, Stage } from './world.ts';

/** Whether a stage holds, or has held, a tree for as long as it must: a verdict that is not in words yet. */
export type Proof =
  | { readonly tree: string; readonly state: 'open' }
  | { readonly tree: string; readonly state: 'waiting'; readonly until: number }
  /** It went back from the tree to `to`. */
  | { readonly tree: string; readonly state: 'closed'; readonly to: string }
  /** It held the tree for that many seconds at most; −1: never. */
  | { readonly tree: string; readonly state: 'closed'; readonly longest: number };

/** What a stage held of an app over time, and what was rendered of it meanwhile: whole trees, or one half of each. */
interface Course {
  readonly held: Timeline;
  readonly rendered: Timeline;
}

const proofs = cache<Proof>();
const soaks = cache<number>();
const pairs = cache<ReadonlySet<string>>();

/**
 * Whether `stage` "holds, or has held through its soak, with no rollback since" one of these trees, the renderings for its
 * environment at the commits of one release; `undefined` where there is none. "Half by half where `--only` moved it".
 */
export function proofOf(
  world: PlanWorld,
  app: string,
  stage: Stage,
  trees: readonly string[],
  only: Half | undefined,
): Proof | undefined {
  const whole = best(trees.map((tree) => proven(world, app, stage, tree)));
  // Halves are looked into where nothing else helps, and only --only can have made a difference.
  if (whole === undefined || whole.state === 'open' || pairsHeld(world, app, stage).size === 0) return whole;
  const halved = trees.flatMap((tree) => provenHalves(world, app, stage, tree, only) ?? []);
  return best([...halved, whole]);
}

/** Many releases of a later stage ask a stage for one tree. */
function proven(world: PlanWorld, app: string, stage: Stage, tree: string): Proof {
  const held = timelineOf(world.history, entryPath(stage.name, app));
  if (!held.byTree.has(tree)) return { tree, state: 'closed', longest: -1 };
  return proofs(world, `${stage.name}/${app}/${tree}`, () => {
    const rendered = timelineOf(world.history, renderedPath(app, stage));
    return prove(world, soakOf(world, app, stage), { held, rendered }, tree);
  });
}

/**
 * A tree whose halves have been proven each for itself; `undefined`: not all of them. Of two halves one at least must have been
 * in a pair: two releases that passed one after the other say nothing of a third one between them.
 */
function provenHalves(
  world: PlanWorld,
  app: string,
  stage: Stage,
  tree: string,
  only: Half | undefined,
): Proof | undefined {
  const halves = halvesOf(world, tree);
  if (!halves) return undefined;
  const asked: readonly Half[] = only ? [only] : ['config', 'images'];
  if (!only && !asked.some((half) => wasInPair(world, app, stage, half, halves))) return undefined;
  let until: number | undefined;
  for (const half of asked) {
    const proof = provenHalf(world, app, stage, half, halves);
    if (proof.state === 'closed') return undefined;
    if (proof.state === 'waiting') until = Math.max(until ?? 0, proof.until);
  }
  return until === undefined ? { tree, state: 'open' } : { tree, state: 'waiting', until };
}

function provenHalf(world: PlanWorld, app: string, stage: Stage, half: Half, halves: Halves): Proof {
  const tree = halves[half];
  return proofs(world, `${stage.name}/${app}/${half}/${tree}`, () => {
    const held = halfTimeline(world, entryPath(stage.name, app), half);
    const rendered = halfTimeline(world, renderedPath(app, stage), half);
    return prove(world, soakOf(world, app, stage), { held, rendered }, tree);
  });
}

/** Trees that a stage has held of an app and that are pairs of halves. */
function pairsHeld(world: PlanWorld, app: string, stage: Stage): ReadonlySet<string> {
  return pairs(world, `${stage.name}/${app}`, () => {
    const rendered = timelineOf(world.history, renderedPath(app, stage));
    const held = [...timelineOf(world.history, entryPath(stage.name, app)).byTree.keys()];
    return new Set(
      held.filter((tree) => !rendered.byTree.has(tree) && identify(world, app, stage, tree).is === 'pair'),
    );
  });
}

function wasInPair(world: PlanWorld, app: string, stage: Stage, half: Half, halves: Halves): boolean {
  for (const pair of pairsHeld(world, app, stage)) if (halvesOf(world, pair)?.[half] === halves[half]) return true;
  return false;
}

function prove(world: PlanWorld, soak: number, course: Course, tree: string): Proof {
  const { held } = course;
  let longest = -1;
  let waiting: Proof | undefined;
  for (const index of held.byTree.get(tree) ?? []) {
    const span = held.spans[index];
    if (!span) continue;
    // A rollback voids this hold and every earlier one; a later one, with a soak of its own, reopens the way.
    const to = wentBackTo(course, index);
    if (to !== undefined) return waiting ?? { tree, state: 'closed', to };
    const seconds = secondsHeld(world, span);
    if (soak === 0 || seconds >= soak) return { tree, state: 'open' };
    if (span.newest === 0) waiting = { tree, state: 'waiting', until: world.now + soak - seconds };
    longest = Math.max(longest, seconds);
  }
  return waiting ?? { tree, state: 'closed', longest };
}

/** Seconds that an app must be held in a stage: "where no active cluster of P runs the app, holding the tree is enough". */
function soakOf(world: PlanWorld, app: string, stage: Stage): number {
  return soaks(world, `${stage.name}/${app}`, () => (world.runs(stage.name, app) === false ? 0 : stage.soak));
}

/**
 * Seconds of a hold by commit time ("in a work tree a soak counts by commit time"). What a true root brought (a
 * template clone, a rewritten history) "counts as passed": there is no telling how long it was held before.
 */
function secondsHeld(world: PlanWorld, span: Span): number {
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
function wentBackTo({ held, rendered }: Course, index: number): string | undefined {
  const [left, next] = [held.spans[index]?.tree, held.spans[index - 1]];
  if (left === undefined || next?.tree === undefined) return undefined;
  const old = renderedBefore(rendered, left, next.oldest);
  const taken = renderedBefore(rendered, next.tree, next.oldest);
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
