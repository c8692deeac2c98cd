import type { Clusters } from '@fleetwright/model/engine';
import { expect, it } from 'vitest';
import { type PlanWorld, planMove } from '../src/index.ts';
import { said, valueOf } from './fleet.ts';
import { contents, eu1, eu3, known, placed, us1 } from './placed.ts';
import { text } from './plans.ts';
import { contentsOf, releaseFile } from './repository.ts';

it('15: a cluster moves: the fleet of both stages, and its pins with their holds', () => {
  const fleet = placed({ 'prod-eu/web': 'web1-prod', 'prod-us/web': 'web1-prod', 'prod-eu/web@eu-3': 'web2-prod' });
  const hold = { ...said, until: '2026-12-01T00:00:00Z' };
  fleet.holds.set('clusters/stages/prod-eu/web@eu-3.hold.yaml', hold);
  const found = planMove(fleet.world({ contents: contents() }), { cluster: 'eu-3', to: 'prod-us' });
  expect(text(found)).toBe('');
  const plan = valueOf(found);
  expect(plan.movements.map(({ movement, stage, entry, from, to }) => [movement, stage, entry, from, to])).toEqual([
    ['membership', 'prod-eu', 'fleet', 'fleet1-prod-eu', 'fleet2-prod-eu'],
    ['membership', 'prod-us', 'fleet', 'fleet1-prod-us', 'fleet2-prod-us'],
    ['membership', 'prod-us', 'web@eu-3', undefined, 'web2-prod'],
    ['removal', 'prod-eu', 'web@eu-3', 'web2-prod', undefined],
  ]);
  fleet.apply(plan);
  expect([...fleet.holds]).toEqual([['clusters/stages/prod-us/web@eu-3.hold.yaml', hold]]);
  const after = fleet.world({ contents: contents() });
  expect(planMove(after, { cluster: 'eu-3', to: 'prod-us' })).toMatchObject({ errors: [{ code: 'FW4002' }] });
});

it('15: what the new stage runs otherwise is said; what it does not hold, or lacks, is an error', () => {
  const move = (trees: Record<string, string>, change: Partial<PlanWorld> = {}) =>
    planMove(placed(trees).world({ contents: contents(), ...change }), { cluster: 'eu-3', to: 'prod-us' });
  expect(text(move({ 'prod-eu/web': 'web1-prod', 'prod-us/web': 'web2-prod' }))).toMatchInlineSnapshot(`
    "warning FW3004: eu-3 would run c3 of web instead of c2
      hint: to keep what it runs, before it moves: fleetwright pin web --cluster eu-3 --why <reason>
    "
  `);
  expect(text(move({ 'prod-eu/web': 'web1-prod' }))).toMatchInlineSnapshot(`
    "error FW4002: eu-3 runs web, which prod-eu holds and prod-us does not
      hint: fleetwright promote web --to prod-us
    "
  `);
  const lacking = contentsOf({
    ...contents(),
    release: (app, tree) => releaseFile({ app, facts: tree === 'web2-prod' ? { shards: 'integer' } : {} }),
  });
  const trees = { 'prod-eu/web': 'web1-prod', 'prod-us/web': 'web2-prod' };
  expect(text(move(trees, { contents: lacking }))).toContain(
    'error FW4006: what prod-us holds of web needs the fact "shards"',
  );
  // It would be left there with nobody to prune it.
  const left = move({ 'prod-eu/web': 'web1-prod', 'prod-us/web': 'web3-prod' });
  expect(valueOf(left).movements.at(-1)).toMatchObject({
    movement: 'pin',
    stage: 'prod-us',
    cluster: 'eu-3',
    marker: true,
  });
});

it('15: refuses whatever changes more than this membership', () => {
  const trees = { 'prod-eu/web': 'web1-prod', 'prod-us/web': 'web1-prod' };
  const move = (clusters: { readonly [tree: string]: Clusters['clusters'] }, cluster = 'eu-3', to = 'prod-us') => {
    const found = planMove(placed(trees).world({ contents: contents(clusters) }), { cluster, to });
    return found.ok ? [] : found.errors.map(({ code, message }) => `${code} ${message}`);
  };
  const start = 'FW3004 moving eu-3 to prod-us would change more than membership:';
  expect(move({})).toEqual([]);
  expect(move({ 'fleet2-prod-eu': { 'eu-1': { ...eu1, kubernetes: '1.35' } } })).toEqual([
    `${start} cluster eu-1 would change`,
  ]);
  expect(move({ 'fleet2-prod-eu': {}, 'fleet2-prod-us': { 'us-1': us1, 'eu-3': eu3, 'eu-1': eu1 } })).toEqual([
    `${start} cluster eu-1 would move too`,
  ]);
  expect(move({ 'fleet2-prod-us': { 'us-1': us1 } })).toEqual([`${start} cluster eu-3 would be in neither stage`]);
  expect(move({ 'fleet2-prod-eu': known['fleet1-prod-eu'] ?? {}, 'fleet2-prod-us': { 'us-1': us1 } })).toEqual([
    'FW3004 eu-3 is in prod-eu still',
  ]);
  expect(move({ 'fleet2-prod-us': { 'us-1': us1, 'eu-3': { ...eu3, hub: 'us' } } })).toEqual([
    'FW3008 cluster eu-3 would move from hub eu to hub us: the Argo CDs of both would manage it',
  ]);
  expect(move({}, 'eu-9', 'staging')).toEqual(['FW4001 no stage holds a cluster "eu-9"']);
  expect(move({}, 'eu-3', 'staging')).toEqual(['FW4001 staging is in environment staging, and eu-3 in prod']);
});

it('15: during a freeze of one of the stages a cluster moves only where it runs what it ran', () => {
  for (const frozen of ['freeze.yaml', 'prod-eu/freeze.yaml', 'prod-us/freeze.yaml', 'dev/freeze.yaml']) {
    const move = (web: string) => {
      const fleet = placed({ 'prod-eu/web': 'web1-prod', 'prod-us/web': web });
      fleet.holds.set(`clusters/stages/${frozen}`, said);
      const found = planMove(fleet.world({ contents: contents() }), { cluster: 'eu-3', to: 'prod-us' });
      return found.ok ? [] : found.errors.map(({ code, severity }) => `${severity} ${code}`);
    };
    expect(move('web1-prod')).toEqual([]);
    // The warning says how it could keep what it runs.
    expect(move('web2-prod')).toEqual(frozen.startsWith('dev') ? [] : ['error FW4007', 'warning FW3004']);
  }
});

it('15: what the inventory says goes: a cluster that it has in another stage moves there or nowhere', () => {
  const fleet = placed({});
  const world = fleet.world({ contents: contents() });
  for (const to of ['prod-ap', 'prod-eu'])
    expect(text(planMove(world, { cluster: 'eu-3', to }))).toBe(
      `clusters/inventory.ts error FW3004: clusters/inventory.ts has eu-3 in prod-us, not in ${to}
  hint: fleetwright move eu-3 --to prod-us
`,
    );
});

it('15: a movement names the release that comes: of fleet that of the inventory, of a pin what it held before', () => {
  const fleet = placed({ 'prod-eu/web': 'web1-prod', 'prod-us/web': 'web1-prod', 'prod-eu/web@eu-3': 'web2-prod' });
  // What is rendered of anything else since is no release of theirs.
  fleet.from.commit({ 'apps/other/rendered/prod': 'other1-prod' });
  const plan = valueOf(planMove(fleet.world({ contents: contents() }), { cluster: 'eu-3', to: 'prod-us' }));
  const copies = plan.movements.filter((movement) => movement.movement === 'membership');
  expect(copies.map(({ entry, commit, source }) => [entry, commit.sha, source])).toEqual([
    ['fleet', 'c6', 'clusters/rendered/prod-eu'],
    ['fleet', 'c7', 'clusters/rendered/prod-us'],
    ['web@eu-3', 'c3', 'apps/web/rendered/prod'],
  ]);
});

it('15: no cluster moves to a stage that knows none: that one is split off', () => {
  const fleet = placed({});
  fleet.from.commit({ 'clusters/stages/prod-us/fleet': undefined });
  const world = fleet.world({ contents: contents() });
  expect(text(planMove(world, { cluster: 'eu-3', to: 'prod-us' }))).toMatchInlineSnapshot(`
    "error FW3002: prod-us knows no clusters yet, so none can join them
      hint: fleetwright new stage prod-us --from prod-eu
    "
  `);
});
