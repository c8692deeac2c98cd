import { expect, it } from 'vitest';
import {
  foreign,
  leaving,
  planMove,
  planPin,
  planPromotion,
  planRollback,
  planUnhold,
  status,
  why,
} from '../src/index.ts';
import { said, valueOf } from './fleet.ts';
import { contents, eu1, eu3, inEu, placed } from './placed.ts';
import { text } from './plans.ts';
import { clean, cluster, contentsOf, releaseFile, rendered } from './repository.ts';

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

it('20: what leaves a cluster takes no data along unasked; nobody else waits for that', () => {
  const fleet = placed({ 'prod-eu/web': 'web2-prod', 'prod-eu/api': 'api1-prod' }, 1);
  fleet.from.commit(rendered('api', 1));
  fleet.from.commit(rendered('api', 2));
  const volume = 'PersistentVolumeClaim/web';
  const withData = (tree: string) => (tree === 'web2-prod' ? [volume] : []);
  const world = fleet.world({ contents: { ...contents(), withData }, stages: inEu });
  const promote = (apps: readonly string[], confirm: readonly string[] = []) =>
    planPromotion(world, { stage: 'prod-eu', apps, allDue: apps.length === 0, confirm });
  expect(text(promote(['web']))).toMatchInlineSnapshot(`
    "error FW4010: with web on eu-3 goes the data of PersistentVolumeClaim/web
      hint: if that is meant: fleetwright promote web --to prod-eu --confirm PersistentVolumeClaim/web
    "
  `);
  expect(valueOf(promote(['web'], [volume])).movements).toHaveLength(2);
  expect(valueOf(promote([])).movements.map(({ entry }) => entry)).toEqual(['api']);
  expect(text(promote([]))).toContain('warning FW4010');
});

it('20: so does a release of fleet that takes an app off a cluster', () => {
  const next = { 'fleet2-prod-eu': { 'eu-1': cluster({ labels: { size: 'large' } }), 'eu-3': eu3 } };
  const fleet = placed({ 'prod-eu/web': 'web3-prod' });
  const all = { ...contents(next), withData: () => ['StatefulSet/web'] };
  const world = fleet.world({ contents: all, stages: inEu });
  const promote = (confirm: readonly string[]) =>
    planPromotion(world, { stage: 'prod-eu', apps: ['fleet'], allDue: false, confirm });
  expect(text(promote([]))).toContain('fleetwright promote fleet --to prod-eu --confirm StatefulSet/web');
  expect(valueOf(promote(['StatefulSet/web'])).movements.map(({ entry }) => entry)).toEqual(['fleet', 'web@eu-1']);
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
  // Nothing of it is pruned before the marker is committed.
  const workTree = { ...clean, entries: new Map([['clusters/stages/prod-eu/web@eu-3', 'web-marker']]) };
  const early = { ...world(), workTree };
  expect(text(planUnhold(early, { app: 'web', cluster: 'eu-3' }))).toMatchInlineSnapshot(`
    "clusters/stages/prod-eu/web@eu-3 error FW4010: the marker of web on eu-3 is not committed, so nothing of it is pruned yet
      hint: commit it, and see that only the marker is left on the clusters
    "
  `);
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

it('a pin on a cluster that is gone does nothing: it is told, its end is planned, and no other comes there', () => {
  const fleet = placed({ 'prod-eu/web': 'web2-prod', 'prod-eu/web@eu-3': 'web1-prod' }, 1);
  const gone = { 'fleet1-prod-eu': { 'eu-1': eu1, 'eu-3': { ...eu3, state: 'gone' as const } } };
  const told = (clusters: Parameters<typeof contents>[0]) => {
    const world = fleet.world({ contents: contents(clusters), stages: inEu });
    const [, web] = valueOf(status(world)).apps;
    expect(valueOf(why(world, 'web', 'prod-eu')).pins).toEqual(web?.stages[0]?.pins);
    return web?.stages[0]?.pins;
  };
  expect(told({})).toMatchObject([{ cluster: 'eu-3', gone: false }]);
  expect(told(gone)).toMatchObject([{ cluster: 'eu-3', gone: true }]);
  const world = fleet.world({ contents: contents(gone) });
  expect(valueOf(planUnhold(world, { app: 'web', cluster: 'eu-3' })).movements).toMatchObject([{ to: undefined }]);
  expect(text(planPin(world, { ...said, app: 'web', cluster: 'eu-3' }))).toMatchInlineSnapshot(`
    "error FW4001: cluster eu-3 of prod-eu is gone
      hint: nothing runs there any more; where it is to come back, say so in clusters/inventory.ts, render, commit, and fleetwright promote fleet --to prod-eu
    "
  `);
  expect(text(planMove(world, { cluster: 'eu-3', to: 'prod-us' }))).toContain(
    'FW4001: cluster eu-3 of prod-eu is gone',
  );
  expect(text(planMove(world, { cluster: 'eu-4', to: 'prod-us' }))).toContain('did you mean "eu-1"?');
});
