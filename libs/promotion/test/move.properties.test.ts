import type { Clusters } from '@fleetwright/model/engine';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planMove } from '../src/index.ts';
import { Fleet } from './fleet.ts';
import { cluster, clustersFile, contentsOf, fleetEverywhere, repository } from './repository.ts';

const names = ['a', 'b', 'c'];

/** Where each cluster is: in prod-eu, in prod-us, in both, in none; and whether it is as it was. */
const place = fc.record({
  eu: fc.boolean(),
  us: fc.boolean(),
  changed: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});
const places = fc.tuple(place, place, place);

function clustersOf(all: readonly { eu: boolean; us: boolean; changed: boolean }[], stage: 'eu' | 'us') {
  const own = names.filter((_, index) => all[index]?.[stage]);
  return Object.fromEntries(
    own.map((name) => [name, cluster(all[names.indexOf(name)]?.changed ? { facts: { domain: 'other' } } : {})]),
  );
}

it('15: whatever is rendered, a move leaves every cluster in one stage, as it was, and moves no other', () => {
  let moved = 0;
  const start = fc.array(fc.boolean(), { minLength: names.length, maxLength: names.length });
  const near = fc
    .tuple(start, fc.nat(names.length - 1), fc.boolean())
    .map(([held, index, exact]) => ({ held, index, exact }));
  fc.assert(
    fc.property(near, places, ({ held, index, exact }, random) => {
      const before = held.map((eu) => ({ eu, us: !eu, changed: false }));
      const next = exact ? before.map((one, at) => (at === index ? { ...one, eu: one.us, us: one.eu } : one)) : random;
      const known: { readonly [tree: string]: Clusters['clusters'] } = {
        'fleet1-prod-eu': clustersOf(before, 'eu'),
        'fleet1-prod-us': clustersOf(before, 'us'),
        'fleet2-prod-eu': clustersOf(next, 'eu'),
        'fleet2-prod-us': clustersOf(next, 'us'),
      };
      const from = repository();
      from.commit({});
      from.commit(fleetEverywhere());
      from.commit({ 'clusters/rendered/prod-eu': 'fleet2-prod-eu', 'clusters/rendered/prod-us': 'fleet2-prod-us' });
      const fleet = new Fleet(from);
      const contents = contentsOf({ clusters: (tree) => clustersFile('', known[tree] ?? {}) });
      const name = names[index] ?? '';
      const plan = planMove(fleet.world({ contents }), { cluster: name, to: held[index] ? 'prod-us' : 'prod-eu' });
      expect(plan.ok || !exact).toBe(true);
      if (!plan.ok) return;
      moved++;
      fleet.apply(plan.value);
      const after = ['prod-eu', 'prod-us'].map((stage) => known[fleet.holding(stage, 'fleet') ?? ''] ?? {});
      for (const [at, one] of names.entries()) {
        const [eu, us] = after.map((clusters) => clusters[one]);
        expect(eu ?? us).toEqual(cluster());
        expect([eu !== undefined, us !== undefined]).toEqual(
          at === index ? [!held[at], held[at]] : [held[at], !held[at]],
        );
      }
    }),
    { numRuns: 300 },
  );
  expect(moved).toBeGreaterThan(100);
});
