import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { copyFor, isFor, knownTo } from './clusters.ts';
import { spansOf, treeAt } from './history.ts';
import { isMarker } from './leaving.ts';
import { FLEET, holdPath, parseEntry, parsePath, renderedPath } from './paths.ts';
import { short } from './text.ts';
import { type PlanWorld, type Stage, stageNamed } from './world.ts';

/**
 * FW3001 for entries that are gone otherwise than "from marker to nothing, or from pin to the stage's tree": from the work
 * tree, or in a commit since the history begins, until they are back. By stages in their order, then by path. Of a shallow
 * history nothing can be said.
 */
export function vanished(world: PlanWorld): readonly Diagnostic[] {
  if (world.history.shallow) return [];
  const found = Map.groupBy(goneEntries(world), ({ stage }) => stage.name);
  return world.stages.flatMap(({ name }) => (found.get(name) ?? []).flatMap((gone) => faultOf(world, gone)));
}

/** An entry that is not there any more. */
interface Gone {
  readonly stage: Stage;
  readonly path: string;
  /** An app, `fleet` or a pin. */
  readonly entry: string;
  readonly app: string;
  /** Of a pin. */
  readonly cluster: string | undefined;
}

/** What HEAD lacks and once had, or what only the work tree lacks, in the order of paths. */
function goneEntries({ history, workTree, stages }: PlanWorld): readonly Gone[] {
  const isGone = (path: string): boolean => {
    const tree = workTree.entries.has(path) ? workTree.entries.get(path) : treeAt(history, path, 0);
    return tree === undefined;
  };
  return [...new Set([...history.changes.keys(), ...workTree.entries.keys()])].sort().flatMap((path) => {
    const place = parsePath(path);
    const stage = place?.place === 'entry' ? stageNamed({ stages }, place.stage) : undefined;
    if (place?.place !== 'entry' || !stage || !isGone(path)) return [];
    return [{ stage, path, entry: place.entry, ...parseEntry(place.entry) }];
  });
}

function faultOf(world: PlanWorld, gone: Gone): readonly Diagnostic[] {
  const held = treeAt(world.history, gone.path, 0);
  if (held === undefined) return goneInCommit(world, gone);
  if (isMarker(world, gone.app, held)) return [];
  if (gone.cluster !== undefined)
    return ranWithout(world, gone, gone.cluster, held) ? [unpinned(gone, gone.cluster)] : [];
  return [leftToNobody(gone, '', 'HEAD')];
}

/** An end without a marker, committed. Of a pin nothing is said: what its stage knew and held then is not looked up. */
function goneInCommit(world: PlanWorld, gone: Gone): readonly Diagnostic[] {
  const [absent, last] = spansOf(world.history, gone.path);
  const { app, stage, cluster } = gone;
  if (cluster !== undefined || absent?.tree !== undefined || last?.tree === undefined) return [];
  const commit = world.history.commits[absent?.oldest ?? 0];
  if (!commit || !isWantedSince(world, app, stage, absent?.oldest ?? 0)) return [];
  if (isMarker(world, app, last.tree)) return [];
  const sha = short(commit.sha);
  return [leftToNobody(gone, ` since ${sha}`, `${sha}^`)];
}

/**
 * Whether the stage was declared and the app rendered for it, not retired, in every commit since the one with that index.
 * Where it was not, the marker may have come and gone within one squashed commit, or the stage itself: what a first-parent
 * history cannot show is not held against anybody.
 */
function isWantedSince(world: PlanWorld, app: string, stage: Stage, since: number): boolean {
  return [FLEET, app].every((name) => {
    const spans = spansOf(world.history, renderedPath(name, stage)).filter(({ newest }) => newest <= since);
    if ((spans.at(-1)?.oldest ?? -1) < since) return false;
    return (
      spans.every(({ tree }) => tree !== undefined) && spans.every(({ tree }) => !isMarker(world, name, tree ?? ''))
    );
  });
}

/** `since`: in words, and empty where it is not committed. `last`: a commit that has the entry still. */
function leftToNobody({ stage, path, entry }: Gone, since: string, last: string): Diagnostic {
  const message = `${entry} is gone from ${stage.name}${since}: what it has on the clusters there would be left to nobody`;
  const way = entry === FLEET ? '' : `, then fleetwright retire ${entry} shows the way`;
  return error('FW3001', message, `git checkout ${last} -- ${path}${way}`, { file: path });
}

/** Whether a cluster ran what it was pinned to, and is the stage's still, which has no tree of the app for it. */
function ranWithout(world: PlanWorld, { stage, app }: Gone, cluster: string, held: string): boolean {
  const known = knownTo(world, stage.name)?.clusters[cluster];
  const release = world.contents.release(app, held);
  if (!known || !release || !isFor(release, known, 'pinned')) return false;
  return !copyFor(world, stage, app, known).runs;
}

function unpinned({ stage, path, entry, app }: Gone, cluster: string): Diagnostic {
  const message = `${entry} is gone from ${stage.name}, which runs nothing of ${app} on ${cluster}: what it has there would be left to nobody`;
  const hint = `git checkout HEAD -- ${path} ${holdPath({ stage: stage.name, entry })}, then fleetwright unhold ${app} --cluster ${cluster}`;
  return error('FW3001', message, hint, { file: path });
}
