import { describe, expect, test } from 'vitest';
import type { StageCluster } from '../files/clusters.ts';
import type { Release } from '../files/release.ts';
import { heldTwice, placeOn } from './place-on.ts';

const release: Release = {
  format: 1,
  app: 'web',
  team: 'shop',
  environment: 'prod',
  namespace: 'shop',
  namespaces: [],
  addOn: false,
  platform: false,
  placement: [],
  reads: [],
  kinds: [],
  facts: { shards: 'integer' },
  rules: { big: { size: ['large'] } },
  variants: ['big', 'default'],
  labels: { size: ['large', 'small'] },
};
const cluster: StageCluster = {
  hub: 'eu',
  server: 'https://a.example.com',
  kubernetes: '1.36',
  state: 'active',
  labels: { size: 'large' },
  facts: { shards: 3 },
};
const bare: StageCluster = { ...cluster, labels: {}, facts: {} };

function on(changes: Partial<Release>, known: StageCluster, coming = {}) {
  const found = placeOn({ ...release, ...changes }, known, { pinned: false, joined: false, ...coming });
  return found.is === 'lacking' ? found.lacks : found;
}

describe('a release on a cluster', () => {
  test('runs as the variant of its labels', () => {
    expect(on({}, cluster)).toEqual({ is: 'placed', variant: 'big' });
  });

  test('is not for clusters that are gone, join, or are not chosen; a pin asks for no placement', () => {
    const elsewhere = { placement: [{ size: ['small'] }] };
    expect(on(elsewhere, cluster)).toEqual({ is: 'absent' });
    expect(on(elsewhere, cluster, { pinned: true })).toEqual({ is: 'placed', variant: 'big' });
    expect(on({}, { ...bare, state: 'gone' }, { pinned: true, joined: true })).toEqual({ is: 'absent' });
    const joining: StageCluster = { ...cluster, state: 'joining' };
    const ways = [on({}, joining), on({ addOn: true }, joining), on({}, joining, { joined: true })];
    expect(ways.map((found) => ('is' in found ? found.is : found))).toEqual(['absent', 'placed', 'placed']);
  });

  test('lacks labels and facts, their values and types, and the variant', () => {
    expect(on({}, bare)).toEqual([
      { lack: 'label', label: 'size' },
      { lack: 'fact', fact: 'shards' },
    ]);
    expect(on({}, { ...cluster, labels: { size: 'huge' } })).toEqual([{ lack: 'value', label: 'size', value: 'huge' }]);
    expect(on({ variants: ['default'] }, cluster)).toEqual([{ lack: 'variant', variant: 'big' }]);
    // Where it is not placed, the labels alone must be known.
    expect(on({ placement: [{ size: ['small'] }] }, bare)).toEqual([{ lack: 'label', label: 'size' }]);
  });

  test.each([
    ['integer', 3, true],
    ['integer', 1.5, false],
    ['integer', 2 ** 53, false],
    ['integer', '3', false],
    ['text', 'x', true],
    ['text', 3, false],
    ['one-of', 'x', true],
    ['boolean', false, true],
    ['boolean', 'no', false],
  ] as const)('a fact of type %s may be %j: %j', (type, value, fits) => {
    const known = { ...cluster, facts: { shards: value } };
    const wrong = [{ lack: 'type', fact: 'shards', type, value }];
    expect(on({ facts: { shards: type } }, known)).toEqual(fits ? { is: 'placed', variant: 'big' } : wrong);
  });
});

test('a cluster is in two stages where two have it and it is gone from neither', () => {
  const gone: StageCluster = { ...cluster, state: 'gone' };
  const stages = [
    ['a', { one: cluster, two: cluster, three: gone, four: gone }],
    ['b', { one: cluster, two: gone, three: gone }],
    ['c', { one: gone, two: gone, three: cluster, four: gone }],
  ] as const;
  expect([...heldTwice(stages)]).toEqual([['one', ['a', 'b']]]);
});
