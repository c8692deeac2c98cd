import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { identify } from './halves.ts';
import { isMarker } from './leaving.ts';
import { entryPath, parseEntry } from './paths.ts';
import { short } from './text.ts';
import { vanished } from './vanished.ts';
import { entriesOf, holdingOf, type PlanWorld, type Stage } from './world.ts';

/**
 * FW3001 for what no movement would have written: entries that are gone before they are retired ({@link vanished}), entries of
 * stages (and pins) whose tree was never a release on the first-parent history, nor two halves of releases, nor (of a pin) the
 * marker of an app that leaves its cluster. What a true root brought (a template clone, a rewritten history) is taken as it
 * is; of a shallow history nothing can be said.
 */
export function foreign(world: PlanWorld): readonly Diagnostic[] {
  if (world.history.shallow) return [];
  const edited = world.stages.flatMap((stage) =>
    entriesOf(world, stage.name).flatMap((entry) => foreignEntry(world, stage, entry)),
  );
  return [...edited, ...vanished(world)];
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
