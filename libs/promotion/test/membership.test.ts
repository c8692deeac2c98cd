import type { Clusters, Hold } from '@fleetwright/model/engine';
import { expect, it } from 'vitest';
import { type PlanWorld, planNewStage, planPromotion, standing } from '../src/index.ts';
import { Fleet, said, valueOf } from './fleet.ts';
import { text } from './plans.ts';
import {
  clean,
  cluster,
  clustersFile,
  fleetEverywhere,
  type Repository,
  rendered,
  repository,
  stages,
  worldOf,
} from './repository.ts';

const split = [...stages, { name: 'prod-eu-b', environment: 'prod', after: ['prod-eu'], soak: 0 }];
const eu1 = cluster({ facts: { domain: 'eu1.example.org' } });
const eu2 = cluster({ facts: { domain: 'eu2.example.org' } });

/** prod-eu holds two clusters and two apps; eu-2 is declared and rendered as the new stage prod-eu-b. */
function declared(): Repository {
  const from = repository();
  const entries = { 'clusters/stages/prod-eu/api': 'api1-prod', 'clusters/stages/prod-eu/web': 'web1-prod' };
  from.commit({ ...fleetEverywhere(), ...rendered('api', 2), ...rendered('web', 2), ...entries });
  from.commit({ 'clusters/rendered/prod-eu': 'fleet2-prod-eu', 'clusters/rendered/prod-eu-b': 'fleet2-prod-eu-b' });
  return from;
}

function worldWith(
  from: Repository,
  trees: { readonly [tree: string]: Clusters } = {},
  changes: Partial<PlanWorld> = {},
) {
  const all: { readonly [tree: string]: Clusters } = {
    'fleet1-prod-eu': clustersFile('prod-eu', { 'eu-1': eu1, 'eu-2': eu2 }),
    'fleet2-prod-eu': clustersFile('prod-eu', { 'eu-1': eu1 }),
    // Written in another order: the same data all the same.
    'fleet2-prod-eu-b': clustersFile('prod-eu-b', { 'eu-2': { ...eu2, hub: 'eu' } }),
    ...trees,
  };
  const world = worldOf(from, { stages: split, ...changes });
  const clusters = (tree: string) => all[tree] ?? clustersFile('', {});
  return { ...world, contents: { ...world.contents, clusters } } satisfies PlanWorld;
}

function faults(world: PlanWorld, stage = 'prod-eu-b', from = 'prod-eu'): readonly string[] {
  const found = planNewStage(world, { stage, from });
  return found.ok ? [] : found.errors.map((error) => `${error.code} ${error.message}`);
}

it('15: splitting a stage sets the fleet of both and copies every entry', () => {
  const from = declared();
  const found = planNewStage(worldWith(from), { stage: 'prod-eu-b', from: 'prod-eu' });
  if (!found.ok) throw new Error('refused');
  const copies = found.value.movements.filter((movement) => movement.movement === 'membership');
  expect(copies.map(({ stage, app, from, to, source }) => [stage, app, from, to, source])).toEqual([
    ['prod-eu', 'fleet', 'fleet1-prod-eu', 'fleet2-prod-eu', 'clusters/rendered/prod-eu'],
    ['prod-eu-b', 'fleet', undefined, 'fleet2-prod-eu-b', 'clusters/rendered/prod-eu-b'],
    ['prod-eu-b', 'api', undefined, 'api1-prod', 'clusters/stages/prod-eu/api'],
    ['prod-eu-b', 'web', undefined, 'web1-prod', 'clusters/stages/prod-eu/web'],
  ]);
  from.apply(found.value.movements);
  const world = worldWith(from);
  for (const stage of split.slice(-1))
    expect(standing(world, 'fleet', stage)).toMatchObject({ behind: 0, due: undefined });
  expect(faults(world)).toEqual(['FW4002 prod-eu-b is not new: it holds api, fleet and web']);
});

it('15: promoting fleet is no way around it: a cluster is never in two stages or none', () => {
  const world = worldWith(declared(), {}, { stages: split.map((stage) => ({ ...stage, after: [] })) });
  const codes = ['prod-eu', 'prod-eu-b'].map((stage) => {
    const found = planPromotion(world, { stage, apps: ['fleet'], allDue: false });
    return found.ok ? [] : found.errors.map((error) => `${error.code} ${error.message}`);
  });
  expect(codes).toEqual([
    ['FW3004 cluster eu-2 would vanish from prod-eu without having been gone'],
    ['FW3004 cluster eu-2 would be in prod-eu-b and in prod-eu'],
  ]);
});

it('15: refuses whatever changes more than membership', () => {
  const from = declared();
  const start = 'FW3004 splitting prod-eu-b off prod-eu would change more than membership:';
  const with1 = (clusters: Clusters['clusters']) =>
    worldWith(from, { 'fleet2-prod-eu': clustersFile('prod-eu', clusters) });
  expect(faults(with1({ 'eu-1': { ...eu1, facts: { domain: 'other' } } }))).toEqual([
    `${start} cluster eu-1 would change`,
  ]);
  expect(faults(with1({}))).toEqual([`${start} cluster eu-1 would be in neither stage`]);
  expect(faults(with1({ 'eu-1': eu1, 'eu-2': eu2 }))).toEqual([`${start} cluster eu-2 would be in both stages`]);
  expect(faults(with1({ 'eu-1': eu1, 'eu-3': eu1 }))).toEqual([`${start} cluster eu-3 is new`]);
  const hub = { buckets: 2, namespace: 'argocd', repository: { url: 'https://git.example/fleet', revision: 'main' } };
  const rehubbed = { ...clustersFile('prod-eu', { 'eu-1': eu1 }), hubs: { eu: hub } };
  const all = 'dev, staging, prod-canary, prod-eu, prod-ap and prod-us';
  const halves = {
    'fleet2-prod-eu': rehubbed,
    'fleet2-prod-eu-b': { ...clustersFile('', { 'eu-2': eu2 }), hubs: { eu: hub } },
  };
  expect(faults(worldWith(from, halves))).toEqual([
    `FW3008 hub eu, which ${all} hold, would change its buckets from 1 to 2: an Application cannot move between ApplicationSets`,
  ]);
  const moved = { ...clustersFile('prod-eu', { 'eu-1': eu1 }), hubs: { eu: { ...hub, buckets: 1, namespace: 'cd' } } };
  expect(faults(worldWith(from, { 'fleet2-prod-eu': moved }))).toEqual([`${start} hub eu would change`]);
  expect(faults(with1({ 'eu-1': { ...eu1, hub: 'us' } }))).toEqual([
    'FW3008 cluster eu-1 would move from hub eu to hub us: the Argo CDs of both would manage it',
  ]);
  const empty = {
    'fleet2-prod-eu': clustersFile('prod-eu', { 'eu-1': eu1, 'eu-2': eu2 }),
    'fleet2-prod-eu-b': clustersFile('', {}),
  };
  expect(faults(worldWith(from, empty))).toEqual([`${start} prod-eu-b would get no cluster`]);
});

it('15: says what is missing', () => {
  const from = declared();
  expect(faults(worldWith(from), 'prod-eu-c', 'prod-ue')).toEqual([
    'FW4001 there is no stage "prod-ue"',
    'FW4001 there is no stage "prod-eu-c"',
  ]);
  expect(faults(worldWith(from), 'prod-eu-b', 'staging')).toEqual([
    'FW4001 prod-eu-b is in environment prod, and staging in staging',
  ]);
  const workTree = {
    ...clean,
    uncommitted: new Set(['clusters/rendered/prod-eu-b']),
    entries: new Map([['clusters/stages/prod-eu/web', 'web2-prod']]),
  };
  expect(faults(worldWith(from, {}, { workTree }))).toEqual([
    'FW4004 clusters/rendered/prod-eu-b has changes that are not committed: only what is committed is a release',
    'FW4004 clusters/stages/prod-eu/web has changes that are not committed',
  ]);
  from.commit({ 'clusters/rendered/prod-eu-b': undefined, 'clusters/stages/prod-eu/fleet': undefined });
  expect(faults(worldWith(from))).toEqual([
    'FW3002 prod-eu holds no clusters that it could give away',
    'FW3002 no clusters are rendered for prod-eu-b',
  ]);
});

it('15: the stage to split is the one that holds the clusters', () => {
  const world = worldWith(declared(), {
    'fleet1-prod-us': clustersFile('prod-us', { 'us-1': eu1, 'us-2': eu2 }),
    'fleet2-prod-eu-b': clustersFile('prod-eu-b', { 'us-2': eu2 }),
  });
  expect(text(planNewStage(world, { stage: 'prod-eu-b', from: 'prod-eu' }))).toMatchInlineSnapshot(`
    "clusters/inventory.ts error FW3004: prod-eu-b would get us-2, which prod-us holds, not prod-eu
      hint: fleetwright new stage prod-eu-b --from prod-us
    "
  `);
  const both = worldWith(declared(), {
    'fleet1-prod-us': clustersFile('prod-us', { 'us-1': eu1, 'us-2': eu2 }),
    'fleet2-prod-eu-b': clustersFile('prod-eu-b', { 'eu-2': eu2, 'us-2': eu2 }),
  });
  expect(text(planNewStage(both, { stage: 'prod-eu-b', from: 'prod-eu' }))).toMatchInlineSnapshot(`
    "clusters/inventory.ts error FW3004: prod-eu-b would get us-2, which prod-us holds, not prod-eu
      hint: a stage is split off one stage: leave us-2 in prod-us in clusters/inventory.ts, and move from there afterwards
    "
  `);
});

it('15: holds are copied, and the pins of clusters that move go with them', () => {
  const fleet = new Fleet(declared());
  fleet.from.commit({
    'clusters/stages/prod-eu/web@eu-1': 'web0-prod',
    'clusters/stages/prod-eu/web@eu-2': 'web0-prod',
  });
  const hold = (reason: string): Hold => ({ ...said, reason });
  for (const file of ['web', 'web@eu-1', 'web@eu-2', 'fleet'])
    fleet.holds.set(`clusters/stages/prod-eu/${file}.hold.yaml`, hold(file));
  fleet.holds.set('clusters/stages/prod-eu/freeze.yaml', hold('freeze'));
  const plan = valueOf(
    planNewStage(worldWith(fleet.from, {}, { holds: fleet.holds }), { stage: 'prod-eu-b', from: 'prod-eu' }),
  );
  fleet.apply(plan);
  expect(fleet.holding('prod-eu-b', 'web@eu-2')).toBe('web0-prod');
  expect(fleet.holding('prod-eu', 'web@eu-2')).toBeUndefined();
  expect(fleet.holding('prod-eu', 'web@eu-1')).toBe('web0-prod');
  expect(
    [...fleet.holds].map(([path, { reason }]) => `${path.slice('clusters/stages/'.length)}: ${reason}`).sort(),
  ).toEqual([
    'prod-eu-b/fleet.hold.yaml: fleet',
    'prod-eu-b/freeze.yaml: freeze',
    'prod-eu-b/web.hold.yaml: web',
    'prod-eu-b/web@eu-2.hold.yaml: web@eu-2',
    'prod-eu/fleet.hold.yaml: fleet',
    'prod-eu/freeze.yaml: freeze',
    'prod-eu/web.hold.yaml: web',
    'prod-eu/web@eu-1.hold.yaml: web@eu-1',
  ]);
});
