import { clusters as clustersFile, policy as policyFile } from '@fleetwright/model/engine';
import { parse } from 'yaml';
import { git } from '../repository/git.ts';

/** Clusters and stages of a fleet, as far as choosing asks. */
export interface Inventory {
  /** In the order of promotion. */
  readonly stages: readonly string[];
  readonly clusters: readonly InventoryCluster[];
}

/** A cluster of the inventory. */
export interface InventoryCluster {
  readonly name: string;
  readonly stage: string;
  readonly hub: string;
  readonly server: string;
  readonly state: 'joining' | 'active' | 'draining' | 'gone';
}

/** What runs and what does not. */
export interface Chosen {
  readonly hubs: readonly string[];
  /** In the order of stages, then by name. */
  readonly clusters: readonly InventoryCluster[];
  /** Names of all other clusters, in the same order. */
  readonly leftOut: readonly string[];
}

/**
 * The inventory of a repository at HEAD (a work tree or a bare one), as `render` wrote it down for promotion: no
 * definition is evaluated.
 */
export async function readInventory(repository: string): Promise<Inventory> {
  const read = async (file: string): Promise<unknown> =>
    parse(await git(repository, 'show', `HEAD:clusters/rendered/${file}`));
  const stages = policyFile.parse(await read('policy.yaml')).stages.map(({ name }) => name);
  const clusters = await Promise.all(
    stages.map(async (stage) => {
      const found = clustersFile.parse(await read(`${stage}/clusters.yaml`)).clusters;
      return Object.entries(found).map(([name, { hub, server, state }]) => ({ name, stage, hub, server, state }));
    }),
  );
  return { stages, clusters: clusters.flat() };
}

/**
 * Which hubs and clusters run. Hubs are taken in the order in which a release meets them; of their active clusters first
 * one for each hub, then more, round over the stages.
 * @throws Error that says what there is, where that is less than what is wished
 */
export function chooseClusters(inventory: Inventory, wish: { readonly hubs: number; readonly spokes: number }): Chosen {
  const all = inventory.clusters.toSorted(inOrder(inventory));
  const active = all.filter(({ state }) => state === 'active');
  const known = [...new Set(active.map(({ hub }) => hub))];
  demand('hubs', wish.hubs, 'the fleet has', known);
  const hubs = known.slice(0, wish.hubs);
  const served = active.filter(({ hub }) => hubs.includes(hub));
  const names = served.map(({ name }) => name);
  demand('spokes', wish.spokes, `the active clusters of ${hubs.join(' and ')} are`, names);
  if (wish.spokes < hubs.length)
    throw new Error(
      `${wish.spokes} spokes are too few for ${hubs.length} hubs: each needs one; ask for more spokes or fewer hubs`,
    );
  const picked: InventoryCluster[] = [];
  for (const hub of hubs)
    picked.push(
      ...next(
        picked,
        served.filter((cluster) => cluster.hub === hub),
      ),
    );
  while (picked.length < wish.spokes)
    picked.push(
      ...next(
        picked,
        served.filter((cluster) => !picked.includes(cluster)),
      ),
    );
  const clusters = served.filter((cluster) => picked.includes(cluster));
  return { hubs, clusters, leftOut: all.filter((cluster) => !picked.includes(cluster)).map(({ name }) => name) };
}

/** The first of the candidates whose stage has fewest picked clusters; nothing when there are none. */
function next(
  picked: readonly InventoryCluster[],
  candidates: readonly InventoryCluster[],
): readonly InventoryCluster[] {
  const count = ({ stage }: InventoryCluster): number => picked.filter((cluster) => cluster.stage === stage).length;
  const fewest = Math.min(...candidates.map(count));
  return candidates.filter((candidate) => count(candidate) === fewest).slice(0, 1);
}

function inOrder({ stages }: Inventory): (a: InventoryCluster, b: InventoryCluster) => number {
  return (a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage) || (a.name < b.name ? -1 : 1);
}

function demand(what: string, count: number, there: string, names: readonly string[]): void {
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`${count} is no number of ${what}: give 1 to ${names.length}`);
  if (count > names.length)
    throw new Error(`there are no ${count} ${what}: ${there} ${names.join(', ')} (${names.length})`);
}
