import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { halvesOf, identify } from './halves.ts';
import { treeAt } from './history.ts';
import { isMarker } from './leaving.ts';
import { entryPath, FLEET, parseEntry, parsePath } from './paths.ts';
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

/** Entries that are gone from the work tree: "entries vanish only from marker to nothing" (and pins, which leave the stage's tree). */
function vanished(world: PlanWorld, stage: Stage): readonly Diagnostic[] {
  const gone = [...world.workTree.entries].filter(([, tree]) => tree === undefined).map(([path]) => path);
  return gone.sort().flatMap((path) => {
    const place = parsePath(path);
    if (place?.place !== 'entry' || place.stage !== stage.name || place.entry.includes('@')) return [];
    const held = treeAt(world.history, path, 0);
    if (held === undefined || isMarker(world, place.entry, held)) return [];
    const message = `${place.entry} is gone from ${stage.name}: what it has on the clusters there would be left to nobody`;
    const way = place.entry === FLEET ? '' : `, then fleetwright retire ${place.entry} shows the way`;
    return [error('FW3001', message, `git checkout HEAD -- ${path}${way}`, { file: path })];
  });
}

function foreignEntry(world: PlanWorld, stage: Stage, entry: string): readonly Diagnostic[] {
  const holding = holdingOf(world, stage.name, entry);
  const { app, cluster } = parseEntry(entry);
  if (!holding || holding.commit === world.history.commits.length - 1) return [];
  if (isKnown(world, app, stage, holding.tree) || isOfRoot(world, stage, app, holding.tree)) return [];
  if (cluster !== undefined && isMarker(world, app, holding.tree)) return [];
  const message = `${entry} in ${stage.name} (tree ${short(holding.tree)}) was never a release: it was edited by hand, or copied from elsewhere`;
  const hint = `stages change by promotion only: bring back what it was (\`git log -- ${entryPath(stage.name, entry)}\`), change the definition, and promote`;
  return [error('FW3001', message, hint, { file: entryPath(stage.name, entry) })];
}

/** A release, or two halves of releases and nothing beside them. */
function isKnown(world: PlanWorld, app: string, stage: Stage, tree: string): boolean {
  const found = identify(world, app, stage, tree);
  if (found.is !== 'pair') return found.is === 'release';
  const halves = halvesOf(world, tree);
  return halves !== undefined && world.contents.join(halves) === tree;
}

/** Whether the stage itself got that tree from a true root: a pin may keep it, and a rollback may bring it back. */
function isOfRoot(world: PlanWorld, stage: Stage, app: string, tree: string): boolean {
  const oldest = world.history.changes.get(entryPath(stage.name, app))?.at(-1);
  return oldest?.commit === world.history.commits.length - 1 && oldest.tree === tree;
}
