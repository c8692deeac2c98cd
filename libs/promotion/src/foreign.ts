import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { copyFor, isFor, knownTo } from './clusters.ts';
import { identify } from './halves.ts';
import { treeAt } from './history.ts';
import { isMarker } from './leaving.ts';
import { entryPath, FLEET, holdPath, parseEntry, parsePath } from './paths.ts';
import { short } from './text.ts';
import { entriesOf, holdingOf, type PlanWorld, type Stage } from './world.ts';

/**
 * FW3001 for what no movement would have written: entries that are gone before they are retired, entries of stages (and pins) whose tree was never a release on the
 * first-parent history, nor two halves of releases, nor (of a pin) the marker of an app that leaves its cluster. What a true
 * root brought (a template clone, a rewritten history) is taken as it is; of a shallow history nothing can be said.
 */
export function foreign(world: PlanWorld): readonly Diagnostic[] {
  if (world.history.shallow) return [];
  return world.stages.flatMap((stage) => [
    ...entriesOf(world, stage.name).flatMap((entry) => foreignEntry(world, stage, entry)),
    ...vanished(world, stage),
  ]);
}

/** Entries that are gone from the work tree otherwise than "from marker to nothing, or from pin to the stage's tree". */
function vanished(world: PlanWorld, stage: Stage): readonly Diagnostic[] {
  const gone = [...world.workTree.entries].filter(([, tree]) => tree === undefined).map(([path]) => path);
  return gone.sort().flatMap((path) => {
    const place = parsePath(path);
    if (place?.place !== 'entry' || place.stage !== stage.name) return [];
    const { app, cluster } = parseEntry(place.entry);
    const held = treeAt(world.history, path, 0);
    if (held === undefined || isMarker(world, app, held)) return [];
    if (cluster !== undefined) return ranWithout(world, stage, { app, cluster, held }) ? [unpinned(stage, path)] : [];
    const message = `${place.entry} is gone from ${stage.name}: what it has on the clusters there would be left to nobody`;
    const way = place.entry === FLEET ? '' : `, then fleetwright retire ${place.entry} shows the way`;
    return [error('FW3001', message, `git checkout HEAD -- ${path}${way}`, { file: path })];
  });
}

/** Whether a cluster ran what it was pinned to, and is the stage's still, which has no tree of the app for it. */
function ranWithout(world: PlanWorld, stage: Stage, { app, cluster, held }: PinGone): boolean {
  const known = knownTo(world, stage.name)?.clusters[cluster];
  const release = world.contents.release(app, held);
  if (!known || !release || !isFor(release, known, 'pinned')) return false;
  return !copyFor(world, stage, app, known).runs;
}

interface PinGone {
  readonly app: string;
  readonly cluster: string;
  /** What it was pinned to. */
  readonly held: string;
}

function unpinned(stage: Stage, path: string): Diagnostic {
  const entry = path.slice(entryPath(stage.name, '').length);
  const { app, cluster } = parseEntry(entry);
  const message = `${entry} is gone from ${stage.name}, which runs nothing of ${app} on ${cluster}: what it has there would be left to nobody`;
  const hint = `git checkout HEAD -- ${path} ${holdPath({ stage: stage.name, entry })}, then fleetwright unhold ${app} --cluster ${cluster}`;
  return error('FW3001', message, hint, { file: path });
}

function foreignEntry(world: PlanWorld, stage: Stage, entry: string): readonly Diagnostic[] {
  const holding = holdingOf(world, stage.name, entry);
  const { app, cluster } = parseEntry(entry);
  if (!holding || holding.commit === world.history.commits.length - 1) return [];
  if (identify(world, app, stage, holding.tree).is !== 'unknown' || isOfRoot(world, stage, app, holding.tree))
    return [];
  if (cluster !== undefined && isMarker(world, app, holding.tree)) return [];
  const message = `${entry} in ${stage.name} (tree ${short(holding.tree)}) was never a release: it was edited by hand, or copied from elsewhere`;
  const hint = `stages change by promotion only: bring back what it was (\`git log -- ${entryPath(stage.name, entry)}\`), change the definition, and promote`;
  return [error('FW3001', message, hint, { file: entryPath(stage.name, entry) })];
}

/** Whether the stage itself got that tree from a true root: a pin may keep it, and a rollback may bring it back. */
function isOfRoot(world: PlanWorld, stage: Stage, app: string, tree: string): boolean {
  const oldest = world.history.changes.get(entryPath(stage.name, app))?.at(-1);
  return oldest?.commit === world.history.commits.length - 1 && oldest.tree === tree;
}
