import type { Result } from '@fleetwright/diagnostics';
import { isMarker, parsePath, treeAt } from '@fleetwright/promotion';
import { openRepository } from '@fleetwright/workspace';
import type { Area } from './guard.ts';
import type { Ledger } from './ledger.ts';

/**
 * What explains that a folder vanishes. Of rendered files: the app was retired (HEAD's rendering is its marker), or HEAD
 * does not have them. Of facts, overlays and hubs: stages differ from HEAD's, or changed since the last commit that
 * touched that area. Without a history nothing does.
 */
export function explanation(root: string, ledger: Result<Ledger>): (area: Area, unit: string) => boolean {
  if (!ledger.ok) return () => false;
  const { world } = ledger.value;
  const known = new Map<Area, boolean>();
  return (area, unit) => {
    if (area === 'rendered') {
      const tree = treeAt(world.history, unit, 0);
      const place = parsePath(unit);
      return tree === undefined || (place?.place === 'rendered' && isMarker(world, place.app, tree));
    }
    const explained = known.get(area) ?? stagesChangedSince(root, ledger.value, `clusters/${area}`);
    known.set(area, explained);
    return explained;
  };
}

function stagesChangedSince(root: string, { world }: Ledger, area: string): boolean {
  if (world.workTree.entries.size > 0) return true;
  const repository = openRepository(root);
  if (!repository.ok) return false;
  const [stages, derived] = [repository.value.lastChange('clusters/stages'), repository.value.lastChange(area)];
  if (derived === undefined) return true;
  const age = (sha: string | undefined): number => {
    const index = world.history.commits.findIndex((commit) => commit.sha === sha);
    return index < 0 ? world.history.commits.length : index;
  };
  return age(stages) < age(derived);
}
