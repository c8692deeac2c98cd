import { cache } from './cache.ts';
import { type Span, type Timeline, timelineFrom, timelineOf } from './history.ts';
import { renderedPath, type StageName } from './paths.ts';
import type { Release } from './releases.ts';
import { short } from './text.ts';
import type { Half, Halves, PlanWorld } from './world.ts';

/** What a tree of an app (or of `fleet`) in a stage is. */
export type Identity =
  /** The release of the last commits that rendered it. */
  | { readonly is: 'release'; readonly release: Release }
  /** No release, but each half is that of one: what `--only` left. Each is named by the release that brought the half. */
  | { readonly is: 'pair'; readonly config: Release; readonly images: Release }
  /** Older than the root, edited by hand, or copied from elsewhere. */
  | { readonly is: 'unknown' };

const identities = cache<Identity>();
const halves = cache<Halves | undefined>();
const timelines = cache<Timeline>();

/** Both halves of a tree; `undefined` for `fleet`, and for what is no release. Looked into once. */
export function halvesOf(world: PlanWorld, tree: string): Halves | undefined {
  return halves(world.contents, tree, () => world.contents.halves(tree));
}

/** What `tree` is among all that was ever rendered of `app` for the stage's environment. */
export function identify(world: PlanWorld, app: string, stage: StageName, tree: string): Identity {
  const path = renderedPath(app, stage);
  return identities(world, `${path} ${tree}`, () => {
    const release = newestOf(world, timelineOf(world.history, path), tree);
    if (release) return { is: 'release', release };
    const found = halvesOf(world, tree);
    // What has more in it than two halves was made by hand.
    const parts = found && world.contents.join(found) === tree ? found : undefined;
    const config = parts && bringerOf(world, path, 'config', parts.config);
    const images = parts && bringerOf(world, path, 'images', parts.images);
    return config && images ? { is: 'pair', config, images } : { is: 'unknown' };
  });
}

/**
 * What people are told of a tree of an app: the commit that brought it to the rendered files, the last one where several
 * did, as in the table of `fleetwright status`; `config 74ac599 + images 15c9399` for two halves; `tree 1a2b3c4` where
 * history knows none.
 */
export function treeName(world: PlanWorld, app: string, stage: StageName, tree: string): string {
  const found = identify(world, app, stage, tree);
  if (found.is === 'release') return short(found.release.commit.sha);
  if (found.is === 'unknown') return `tree ${short(tree)}`;
  return `config ${short(found.config.commit.sha)} + images ${short(found.images.commit.sha)}`;
}

/**
 * How one half of a directory went over time: as the timeline of the directory, with the half's trees. What has no halves
 * stands for itself, and equals no half.
 */
export function halfTimeline(world: PlanWorld, path: string, half: Half): Timeline {
  return timelines(world, `${half} ${path}`, () => {
    const spans: Span[] = [];
    for (const span of timelineOf(world.history, path).spans) {
      const tree = span.tree === undefined ? undefined : (halvesOf(world, span.tree)?.[half] ?? span.tree);
      const last = spans.at(-1);
      // The other half alone changed: one span of this half; the older commit brought it.
      if (last && last.tree === tree) spans[spans.length - 1] = { ...last, oldest: span.oldest };
      else spans.push({ ...span, tree });
    }
    return timelineFrom(spans);
  });
}

/** The last span of a tree, or of a half, as a release. */
function newestOf(world: PlanWorld, timeline: Timeline, tree: string): Release | undefined {
  const span = timeline.spans[timeline.byTree.get(tree)?.[0] ?? -1];
  const commit = span && world.history.commits[span.oldest];
  return commit && { tree, newest: span.newest, oldest: span.oldest, commit };
}

/** The release that brought a half last: that of the commit where the half's span begins. */
function bringerOf(world: PlanWorld, path: string, half: Half, tree: string): Release | undefined {
  const brought = newestOf(world, halfTimeline(world, path, half), tree);
  const whole = brought && timelineOf(world.history, path).spans.find((span) => span.oldest === brought.oldest);
  return brought && whole?.tree !== undefined ? { ...brought, tree: whole.tree, newest: whole.newest } : undefined;
}
