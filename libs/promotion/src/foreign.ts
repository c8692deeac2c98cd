import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { spansOf } from './history.ts';
import { entryPath, parseEntry, renderedPath } from './paths.ts';
import { short } from './text.ts';
import { entriesOf, holdingOf, type Stage, type World } from './world.ts';

/**
 * FW3001 for what no promotion would have written: entries of stages (and pins) whose tree was never a release on the
 * first-parent history. What a true root brought (a template clone, a rewritten history) is taken as it is; of a shallow
 * history nothing can be said.
 */
export function foreign(world: World): readonly Diagnostic[] {
  if (world.history.shallow) return [];
  return world.stages.flatMap((stage) =>
    entriesOf(world, stage.name).flatMap((entry) => foreignEntry(world, stage, entry)),
  );
}

function foreignEntry(world: World, stage: Stage, entry: string): readonly Diagnostic[] {
  const holding = holdingOf(world, stage.name, entry);
  if (!holding || holding.commit === world.history.commits.length - 1) return [];
  const releases = spansOf(world.history, renderedPath(parseEntry(entry).app, stage));
  if (releases.some((release) => release.tree === holding.tree)) return [];
  const message = `${entry} in ${stage.name} (tree ${short(holding.tree)}) was never a release: it was edited by hand, or copied from elsewhere`;
  const hint = `stages change by promotion only: bring back what it was (\`git log -- ${entryPath(stage.name, entry)}\`), change the definition, and promote`;
  return [error('FW3001', message, hint, { file: entryPath(stage.name, entry) })];
}
