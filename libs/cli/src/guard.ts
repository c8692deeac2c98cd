import { type Diagnostic, error, type Result } from '@fleetwright/diagnostics';
import { FLEET, isMarker, parsePath, treeAt } from '@fleetwright/promotion';
import { openRepository } from '@fleetwright/workspace';
import type { Ledger } from './ledger.ts';
import type { World } from './world.ts';

/** Kinds of folders that are generated whole: their shares are counted apart, so that many of one do not hide few of another. */
export type Area = 'rendered' | 'facts' | 'overlays' | 'hubs';

/** What of an area would vanish. */
export interface Vanishing {
  readonly area: Area;
  /** How many units the area has now. */
  readonly units: number;
  /** Folders that would go whole, in code-unit order. */
  readonly gone: readonly string[];
}

const patterns: Readonly<Record<Area, RegExp>> = {
  rendered: /^(?:apps\/[^/]+\/rendered\/[^/]+|clusters\/rendered\/[^/]+)(?=\/)/,
  facts: /^clusters\/facts\/[^/]+(?=\/)/,
  overlays: /^clusters\/overlays\/[^/]+\/[^/]+(?=\/)/,
  hubs: /^clusters\/hubs\/[^/]+(?=\/)/,
};

const areas = ['rendered', 'facts', 'overlays', 'hubs'] as const;

/** What vanishes whole when files `before` become files `after`; paths from the root. Areas of which nothing does are left out. */
export function vanishing(before: Iterable<string>, after: Iterable<string>): readonly Vanishing[] {
  const [had, has] = [unitsOf(before), unitsOf(after)];
  return areas
    .map((area) => {
      const gone = [...had[area]].filter((unit) => !has[area].has(unit)).sort();
      return { area, units: had[area].size, gone };
    })
    .filter(({ gone }) => gone.length > 0);
}

function unitsOf(paths: Iterable<string>): Readonly<Record<Area, ReadonlySet<string>>> {
  const units = {
    rendered: new Set<string>(),
    facts: new Set<string>(),
    overlays: new Set<string>(),
    hubs: new Set<string>(),
  };
  for (const path of paths) {
    for (const area of areas) {
      const [unit] = patterns[area].exec(path) ?? [];
      if (unit !== undefined) units[area].add(unit);
    }
  }
  return units;
}

/** The share of an area, in percent, that may go without an explanation. */
const share = 5;

/**
 * FW5010 for every area of which more goes than `isExplained` explains: a mistake far away (a folder that was not checked
 * out, a reader that finds nothing) looks like a wish to delete, and what it deletes would be pruned from clusters.
 */
export function guard(
  found: readonly Vanishing[],
  isExplained: (area: Area, unit: string) => boolean,
): readonly Diagnostic[] {
  return found.flatMap(({ area, units, gone }) => {
    const unexplained = gone.filter((unit) => !isExplained(area, unit));
    return unexplained.length * 100 > units * share ? [tooMany(area, units, unexplained)] : [];
  });
}

function tooMany(area: Area, units: number, gone: readonly string[]): Diagnostic {
  const named = gone.slice(0, 5).join(', ');
  const more = gone.length > 5 ? ` and ${gone.length - 5} more` : '';
  const message = `${gone.length} of ${units} ${what[area]} would be removed, and nothing explains it: ${named}${more}`;
  const hint =
    area === 'rendered'
      ? 'bring the definitions back; an app that is to go is retired first (`fleetwright retire`); where it is meant, run `fleetwright render --allow-deletions`'
      : 'no stage changed since they were written, so look what is missing (`git status`); where it is meant, run `fleetwright render --allow-deletions`';
  return error('FW5010', message, hint, undefined);
}

const what: Readonly<Record<Area, string>> = {
  rendered: 'rendered environments and stages',
  facts: 'folders of facts',
  overlays: 'overlays',
  hubs: 'hubs',
};

/**
 * What explains that a folder vanishes. Of rendered files: a definition that is there and says so (an app that leaves an
 * environment, a fleet without that stage), a retired app (HEAD's rendering is its marker), or that HEAD does not have them. Of facts, overlays and hubs: stages differ from HEAD's, or changed since the last commit that
 * touched that area. Without a history nothing does.
 */
export function explanation(
  root: string,
  { names }: World,
  ledger: Result<Ledger>,
): (area: Area, unit: string) => boolean {
  const known = new Map<Area, boolean>();
  return (area, unit) => {
    const place = parsePath(unit);
    const isDefined = place?.place === 'rendered' && [FLEET, ...names].includes(place.app);
    if (isDefined || !ledger.ok) return isDefined;
    if (area === 'rendered') {
      const { world } = ledger.value;
      const tree = treeAt(world.history, unit, 0);
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
