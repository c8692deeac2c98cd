import type { Clusters } from '@fleetwright/model/engine';
import { expect, it } from 'vitest';
import {
  foreign,
  leaving,
  type PlanWorld,
  planMove,
  planPin,
  planPromotion,
  planRollback,
  planUnhold,
} from '../src/index.ts';
import { Fleet, said, valueOf } from './fleet.ts';
import { text } from './plans.ts';
import {
  cluster,
  clustersFile,
  contentsOf,
  fleetEverywhere,
  releaseFile,
  rendered,
  repository,
  stages,
} from './repository.ts';

const eu1 = cluster({ facts: { domain: 'eu1.example.org' } });
const eu3 = cluster({ labels: { size: 'large' } });
const us1 = cluster({ facts: { domain: 'us1.example.org' } });

/** What each tree of fleet knows: eu-3 is in prod-eu, and was given to prod-us in version 2. */
const known: { readonly [tree: string]: Clusters['clusters'] } = {
  'fleet1-prod-eu': { 'eu-1': eu1, 'eu-3': eu3 },
  'fleet1-prod-us': { 'us-1': us1 },
  'fleet2-prod-eu': { 'eu-1': eu1 },
  'fleet2-prod-us': { 'us-1': us1, 'eu-3': eu3 },
};

/** Every size that web is for, by tree. */
const sizes: { readonly [tree: string]: readonly string[] } = { 'web3-prod': ['small'] };

function contents(clusters: { readonly [tree: string]: Clusters['clusters'] } = {}): PlanWorld['contents'] {
  return contentsOf({
    clusters: (tree) => clustersFile('', { ...known, ...clusters }[tree] ?? {}),
    release: (app, tree) => {
      const placement = (sizes[tree] ?? []).map((size) => ({ size: [size] }));
      return releaseFile({ app, placement, labels: placement.length > 0 ? { size: ['large', 'small'] } : {} });
    },
  });
}

/** prod-eu and prod-us both hold web; fleet is at version 1, and rendered at `rendering`. */
function placed(trees: Record<string, string>, rendering = 2): Fleet {
  const from = repository();
  from.commit({});
  from.commit({ ...fleetEverywhere(), ...rendered('web', 1) });
  for (const version of [2, 3]) from.commit(rendered('web', version));
  from.commit(Object.fromEntries(Object.entries(trees).map(([entry, tree]) => [`clusters/stages/${entry}`, tree])));
  for (const stage of ['prod-eu', 'prod-us'])
    from.commit({ [`clusters/rendered/${stage}`]: `fleet${rendering}-${stage}` });
  return new Fleet(from);
}

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
      hint: to keep what it runs, before it moves: fleetwright pin web --cluster eu-3
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

const inEu = stages.filter(({ name }) => name === 'prod-eu').map((stage) => ({ ...stage, after: [] }));

it('16: a pin is a directory with its hold file; ended, the cluster runs what its stage holds', () => {
  const fleet = placed({ 'prod-eu/web': 'web1-prod' }, 1);
  const world = () => fleet.world({ contents: contents() });
  const pin = (to?: string) => planPin(world(), { ...said, app: 'web', cluster: 'eu-3', to });
  fleet.apply(valueOf(pin()));
  expect(fleet.holding('prod-eu', 'web@eu-3')).toBe('web1-prod');
  expect(fleet.holds.get('clusters/stages/prod-eu/web@eu-3.hold.yaml')).toEqual(said);
  expect(foreign(world())).toEqual([]);
  expect(text(pin())).toMatchInlineSnapshot(`
    "clusters/stages/prod-eu/web@eu-3.hold.yaml error FW4008: web is pinned to c2 on eu-3 already by Ada: INC-7
      hint: fleetwright unhold web --cluster eu-3 ends it; --to names another release
    "
  `);
  // prod-canary holds nothing: no pin is a way around it.
  expect(text(pin('web2-prod'))).toMatchInlineSnapshot(`
    "error FW4003: release c3 of web has not passed the stages before prod-eu
      hint: fleetwright why web --stage prod-eu
    "
  `);
  fleet.from.commit({ 'clusters/stages/prod-eu/web': 'web2-prod' });
  const end = valueOf(planUnhold(world(), { app: 'web', cluster: 'eu-3' }));
  expect(end).toMatchObject({
    due: [],
    runs: 'web2-prod',
    movements: [{ movement: 'removal', from: 'web1-prod', to: undefined }],
  });
  fleet.apply(end);
  expect([fleet.holding('prod-eu', 'web@eu-3'), fleet.holds.size]).toEqual([undefined, 0]);
  expect(text(planUnhold(world(), { app: 'web', cluster: 'eu-3' }))).toMatchInlineSnapshot(`
    "error FW4008: web is not pinned on eu-3
      hint: nothing is pinned: fleetwright status
    "
  `);
});

it('16: a pin does not end where its cluster lacks what the stage has got since', () => {
  const fleet = placed({ 'prod-eu/web': 'web2-prod', 'prod-eu/web@eu-3': 'web1-prod' }, 1);
  const needing = contentsOf({
    ...contents(),
    release: (app, tree) => releaseFile({ app, facts: tree === 'web2-prod' ? { shards: 'integer' } : {} }),
  });
  expect(text(planUnhold(fleet.world({ contents: needing }), { app: 'web', cluster: 'eu-3' }))).toMatchInlineSnapshot(`
    "error FW4006: release c3 of web needs the fact "shards", which eu-3 of prod-eu would lack
      hint: keep the pin until eu-3 has it (clusters/inventory.ts, then fleetwright promote fleet --to prod-eu)
    "
  `);
});

it('20: placement leaves a cluster: a pin to the marker in the same plan, which ends when it is pruned', () => {
  const fleet = placed({ 'prod-eu/web': 'web2-prod' }, 1);
  const world = () => fleet.world({ contents: contents(), stages: inEu, author: 'Ada <ada@example.com>' });
  const plan = valueOf(planPromotion(world(), { stage: 'prod-eu', apps: ['web'], allDue: false }));
  expect(plan.movements.map(({ movement, entry, to }) => [movement, entry, to])).toEqual([
    ['promotion', 'web', 'web3-prod'],
    ['pin', 'web@eu-3', 'web-marker'],
  ]);
  const path = 'clusters/stages/prod-eu/web@eu-3.hold.yaml';
  expect(plan.holds).toEqual([
    {
      path,
      from: undefined,
      to: {
        author: 'Ada <ada@example.com>',
        reason:
          'web leaves eu-3: when what it had there is pruned, end this with fleetwright unhold web --cluster eu-3',
      },
    },
  ]);
  fleet.apply(plan);
  expect(foreign(world())).toEqual([]);
  const end = planUnhold(world(), { app: 'web', cluster: 'eu-3' });
  expect(valueOf(end)).toMatchObject({
    movements: [{ movement: 'removal', from: 'web-marker' }],
    holds: [{ path, to: undefined }],
  });
  expect(valueOf(end).runs).toBeUndefined();
});

it('20: neither a cluster that is gone, nor one that is pinned, leaves; one whose labels change does', () => {
  const small = { 'eu-1': eu1, 'eu-3': cluster() };
  const next = {
    'fleet1-prod-eu': small,
    'fleet2-prod-eu': { 'eu-1': cluster({ labels: { size: 'large' } }), 'eu-3': cluster({ state: 'gone' }) },
  };
  const left = (trees: Record<string, string>) => {
    const world = placed({ 'prod-eu/web': 'web3-prod', ...trees }).world({ contents: contents(next), stages: inEu });
    const plan = valueOf(planPromotion(world, { stage: 'prod-eu', apps: ['fleet'], allDue: false }));
    const [stage] = inEu;
    if (!stage) throw new Error('no stage');
    expect(leaving(world, stage, plan.movements).movements).toEqual([]);
    return plan.movements.slice(1).map(({ entry, to }) => [entry, to]);
  };
  expect(left({})).toEqual([['web@eu-1', 'web-marker']]);
  expect(left({ 'prod-eu/web@eu-1': 'web2-prod' })).toEqual([]);
});

it('20: a pin where the stage itself runs nothing becomes the marker before it goes', () => {
  const fleet = placed({ 'prod-eu/web': 'web3-prod', 'prod-eu/web@eu-3': 'web2-prod' }, 1);
  fleet.holds.set('clusters/stages/prod-eu/web@eu-3.hold.yaml', said);
  const world = () => fleet.world({ contents: contents() });
  const first = planUnhold(world(), { app: 'web', cluster: 'eu-3' });
  expect(valueOf(first).movements).toMatchObject([
    { movement: 'pin', from: 'web2-prod', to: 'web-marker', marker: true },
  ]);
  expect(text(first)).toContain('warning FW4010');
  fleet.apply(valueOf(first));
  fleet.apply(valueOf(planUnhold(world(), { app: 'web', cluster: 'eu-3' })));
  expect([fleet.holding('prod-eu', 'web@eu-3'), fleet.holds.size]).toEqual([undefined, 0]);
});

it('20: a rollback leaves clusters too', () => {
  const fleet = placed({ 'prod-eu/web': 'web3-prod' }, 1);
  fleet.from.commit({ 'clusters/stages/prod-eu/web': 'web2-prod' });
  const world = fleet.world({ contents: contents() });
  const request = { ...said, app: 'web', stage: 'prod-eu', clusters: [], onlyThis: false };
  const plan = valueOf(planRollback(world, request));
  expect(plan.movements.map(({ movement, entry, to }) => [movement, entry, to])).toEqual([
    ['rollback', 'web', 'web3-prod'],
    ['pin', 'web@eu-3', 'web-marker'],
  ]);
  expect(plan.holds.map(({ path }) => path.slice('clusters/stages/'.length))).toEqual([
    'prod-eu/web.hold.yaml',
    'prod-eu/web@eu-3.hold.yaml',
  ]);
});
