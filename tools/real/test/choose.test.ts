import { describe, expect, test } from 'vitest';
import { chooseClusters, type Inventory, type InventoryCluster, readInventory } from '../src/fleet/choose.ts';
import { repositoryRoot } from '../src/programs.ts';

const stages = ['dev', 'staging', 'prod'];

function cluster(
  name: string,
  stage: string,
  hub: string,
  state: InventoryCluster['state'] = 'active',
): InventoryCluster {
  return { name, stage, hub, server: `https://${name}.example.com`, state };
}

const inventory: Inventory = {
  stages,
  clusters: [
    cluster('p-2', 'prod', 'south'),
    cluster('p-1', 'prod', 'north'),
    cluster('p-3', 'prod', 'north'),
    cluster('s-2', 'staging', 'test'),
    cluster('s-1', 'staging', 'test'),
    cluster('d-1', 'dev', 'test', 'joining'),
    cluster('d-2', 'dev', 'test'),
    cluster('d-3', 'dev', 'test', 'gone'),
  ],
};

describe('chooseClusters', () => {
  test.for<[hubs: number, spokes: number, chosenHubs: string, chosen: string]>([
    [1, 1, 'test', 'd-2'],
    [1, 2, 'test', 'd-2 s-1'],
    [1, 3, 'test', 'd-2 s-1 s-2'],
    [2, 2, 'test north', 'd-2 p-1'],
    [2, 3, 'test north', 'd-2 s-1 p-1'],
    [2, 4, 'test north', 'd-2 s-1 s-2 p-1'],
    [2, 5, 'test north', 'd-2 s-1 s-2 p-1 p-3'],
    [3, 3, 'test north south', 'd-2 p-1 p-2'],
    [3, 4, 'test north south', 'd-2 s-1 p-1 p-2'],
  ])('%i hubs, %i spokes: %s, %s', ([hubs, spokes, chosenHubs, names]) => {
    const chosen = chooseClusters(inventory, { hubs, spokes });
    expect(chosen.hubs.join(' ')).toBe(chosenHubs);
    expect(chosen.clusters.map(({ name }) => name).join(' ')).toBe(names);
    const all = [...chosen.clusters.map(({ name }) => name), ...chosen.leftOut];
    expect(all.toSorted()).toEqual(inventory.clusters.map(({ name }) => name).toSorted());
  });

  test.for<[hubs: number, spokes: number, says: string]>([
    [4, 4, 'there are no 4 hubs: the fleet has test, north, south (3)'],
    [1, 4, 'there are no 4 spokes: the active clusters of test are d-2, s-1, s-2 (3)'],
    [3, 2, '2 spokes are too few for 3 hubs: each needs one; ask for more spokes or fewer hubs'],
    [0, 4, '0 is no number of hubs: give 1 to 3'],
    [2, 1.5, '1.5 is no number of spokes: give 1 to 5'],
    [2, Number.NaN, 'NaN is no number of spokes: give 1 to 5'],
  ])('%d hubs, %d spokes cannot be: %s', ([hubs, spokes, says]) => {
    expect(() => chooseClusters(inventory, { hubs, spokes })).toThrow(new Error(says));
  });

  test('of this repository: one cluster of each of the first four stages, on two hubs', async () => {
    const chosen = chooseClusters(await readInventory(repositoryRoot), { hubs: 2, spokes: 4 });
    expect(chosen.hubs).toEqual(['nonprod', 'europe']);
    expect(chosen.clusters.map(({ name }) => name)).toEqual(['dev-1', 'staging-1', 'canary-eu-1', 'eu-1']);
    expect(chosen.leftOut).toHaveLength(12);
  });

  test('of this repository: all six stages, where three hubs and six spokes are asked for', async () => {
    const { clusters } = chooseClusters(await readInventory(repositoryRoot), { hubs: 3, spokes: 6 });
    expect(clusters.map(({ name }) => name)).toEqual(['dev-1', 'staging-1', 'canary-eu-1', 'eu-1', 'ap-1', 'us-1']);
  });
});
