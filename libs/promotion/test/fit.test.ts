import type { Clusters, Release } from '@fleetwright/model/engine';
import { describe, expect, it } from 'vitest';
import type { PlanWorld } from '../src/index.ts';
import { begun, plan, text } from './plans.ts';
import { clean, cluster, clustersFile, contentsOf, releaseFile, rendered, soaking, worldOf } from './repository.ts';

/** Version 2 of fleet gives dev's cluster a fact and a new size; version 2 of web needs both, version 1 knows only the old size. */
function needing() {
  const from = begun();
  from.commit({ 'clusters/rendered/dev': 'fleet2-dev', ...rendered('web', 2, ['dev']) });
  const next = cluster({ labels: { size: 'huge' }, facts: { domain: 'example.org', shards: 3 } });
  const contents: PlanWorld['contents'] = contentsOf({
    clusters: (tree) => clustersFile('dev', { 'dev-1': tree === 'fleet2-dev' ? next : cluster() }),
    release: (app, tree) => {
      if (app !== 'web') return releaseFile({ app });
      if (tree === 'web1-dev') return releaseFile({ labels: { size: ['small'] } });
      return releaseFile({ labels: { size: ['huge', 'small'] }, facts: { shards: 'integer' } });
    },
  });
  return { from, world: worldOf(from, { contents, stages: soaking(0).filter(({ name }) => name === 'dev') }) };
}

it('12: an app and fleet that need each other go together, neither alone', () => {
  const { world } = needing();
  const both = plan(world, 'dev');
  expect(both.ok && both.value.movements.map((movement) => movement.app)).toEqual(['fleet', 'web']);
  expect(text(plan(world, 'dev', 'web'))).toMatchInlineSnapshot(`
    "error FW4006: release c4 of web needs the fact "shards", which dev-1 of dev would lack
      hint: fleet brings it and goes first: fleetwright promote fleet web --to dev
    "
  `);
  expect(text(plan(world, 'dev', 'fleet'))).toMatchInlineSnapshot(`
    "error FW4006: what dev holds of web (c2) does not know the value "huge" of the label "size", which dev-1 of dev would have
      hint: the release of web that is due can bear it: fleetwright promote fleet web --to dev
    "
  `);
});

it('12: of everything that is due, what does not fit is left out with a warning', () => {
  const { world } = needing();
  const workTree = { ...clean, unreproduced: new Set(['clusters/rendered/dev']) };
  const found = plan({ ...world, workTree }, 'dev');
  expect(found.ok && found.value.movements).toEqual([]);
  expect(found.ok && found.warnings.map((warning) => warning.code)).toEqual(['FW4004', 'FW4006']);
});

it('removing a fact in use is an error of fleet, and keeps no app out', () => {
  const from = begun();
  from.commit({ 'clusters/rendered/dev': 'fleet2-dev', ...rendered('web', 2, ['dev']) });
  const contents: PlanWorld['contents'] = contentsOf({
    clusters: (tree) =>
      clustersFile('', tree.endsWith('dev') ? { 'dev-1': cluster(tree === 'fleet2-dev' ? { facts: {} } : {}) } : {}),
    release: (app) => releaseFile({ app, facts: { domain: 'text' } }),
  });
  const found = plan(worldOf(from, { contents }), 'dev');
  expect(found.ok && found.value.movements.map((movement) => movement.app)).toEqual(['web']);
  expect(text(found)).toMatchInlineSnapshot(`
    "warning FW4006: release c4 of web needs the fact "domain", which dev-1 of dev would lack
      hint: keep what web needs in clusters/ until no stage runs a release that needs it
    warning FW4006: what dev holds of api (c2) needs the fact "domain", which dev-1 of dev would lack
      hint: keep what api needs in clusters/ until no stage runs a release that needs it
    "
  `);
});

it('needs count for clusters that run the app only', () => {
  const from = begun();
  from.commit(rendered('web', 2, ['dev']));
  const release = releaseFile({
    facts: { shards: 'integer' },
    labels: { size: ['large', 'small'] },
    placement: [{ size: ['large'] }],
  });
  const contents = (state: 'active' | 'joining', size: string): PlanWorld['contents'] =>
    contentsOf({
      clusters: () => clustersFile('dev', { 'dev-1': cluster({ state, labels: { size } }) }),
      release: () => release,
    });
  expect(plan(worldOf(from, { contents: contents('active', 'small') }), 'dev', 'web').ok).toBe(true);
  expect(plan(worldOf(from, { contents: contents('joining', 'large') }), 'dev', 'web').ok).toBe(true);
  expect(plan(worldOf(from, { contents: contents('active', 'large') }), 'dev', 'web').ok).toBe(false);
});

/** A plan for the fleet of dev, where dev and staging hold clusters, and dev would get others. */
function fleetPlan(dev: Clusters['clusters'], staging: Clusters['clusters'], next: Clusters['clusters'], buckets = 1) {
  const from = begun();
  from.commit({ 'clusters/rendered/dev': 'fleet2-dev' });
  const trees = new Map([
    ['fleet1-dev', clustersFile('dev', dev)],
    ['fleet1-staging', clustersFile('staging', staging)],
    ['fleet2-dev', clustersFile('dev', next, buckets)],
  ]);
  const contents: PlanWorld['contents'] = contentsOf({
    clusters: (tree) => trees.get(tree) ?? { ...clustersFile('', {}), hubs: {} },
    release: (app) => releaseFile({ app }),
  });
  return plan(worldOf(from, { contents }), 'dev', 'fleet');
}

it('fleet may neither lose a cluster nor have it in two stages', () => {
  expect(text(fleetPlan({ d1: cluster() }, { s1: cluster() }, { s1: cluster() }))).toMatchInlineSnapshot(`
    "error FW3004: cluster d1 would vanish from dev without having been gone
      hint: put it back under dev in clusters/inventory.ts (to move it: fleetwright move d1 --to <stage>; to retire it: state "gone", promoted first; to split a stage: fleetwright new stage <stage> --from dev)
    error FW3004: cluster s1 would be in dev and in staging
      hint: leave it under staging in clusters/inventory.ts
    "
  `);
});

it('a cluster that is gone from a stage may live in another, as for the overlays', () => {
  const gone = cluster({ state: 'gone' });
  expect(fleetPlan({}, { s1: gone }, { s1: cluster() }).ok).toBe(true);
  expect(fleetPlan({ s1: cluster() }, { s1: cluster() }, { s1: gone }).ok).toBe(true);
  expect(fleetPlan({ d1: gone }, {}, {}).ok).toBe(true);
});

it('neither a cluster nor a bucket changes its Argo CD or ApplicationSet', () => {
  const moved = cluster({ hub: 'us' });
  expect(text(fleetPlan({ d1: cluster() }, {}, { d1: moved }, 4))).toMatchInlineSnapshot(`
    "error FW3008: cluster d1 would move from hub eu to hub us: the Argo CDs of both would manage it
      hint: put it back on eu in clusters/inventory.ts; to move it, make its state "gone", promote fleet, delete its Applications from eu, then declare it on us
    error FW3008: hub eu, which dev and staging hold, would change its buckets from 1 to 4: an Application cannot move between ApplicationSets
      hint: set them back to 1 in clusters/fleet.ts; for another number declare another hub, for clusters that are new or were gone
    "
  `);
  expect(fleetPlan({ d1: cluster({ state: 'gone' }) }, {}, { d1: moved }).ok).toBe(true);
  // What other stages hold counts too: a hub follows the last of them.
  expect(text(fleetPlan({}, { s1: cluster() }, { d1: cluster() }, 2))).toContain('FW3008');
});

describe('a pin', () => {
  /** dev has two clusters, web is pinned on d2, and what is rendered next of web knows small clusters only. */
  function pinned(next: Clusters['clusters'], pin: Partial<Release> = {}) {
    const from = begun();
    from.commit({ 'clusters/stages/dev/web@d2': 'web0-dev' });
    from.commit({ 'clusters/rendered/dev': 'fleet2-dev', ...rendered('web', 2, ['dev']) });
    const held = { d1: cluster(), d2: cluster({ labels: { size: 'large' } }) };
    const contents: PlanWorld['contents'] = contentsOf({
      clusters: (tree) => clustersFile('', tree === 'fleet2-dev' ? next : tree === 'fleet1-dev' ? held : {}),
      release: (app, tree) =>
        tree === 'web0-dev'
          ? releaseFile(pin)
          : releaseFile({ app, ...(app === 'web' && { labels: { size: ['small'] } }) }),
    });
    const world = worldOf(from, { contents });
    return { apps: plan(world, 'dev', 'web'), fleet: plan(world, 'dev', 'fleet') };
  }

  it('stands for what the stage holds on its cluster', () => {
    const { apps, fleet } = pinned({ d1: cluster(), d2: cluster({ labels: { size: 'huge' } }) });
    expect(text(apps) + text(fleet)).toBe('');
    expect(text(pinned({ d1: cluster({ labels: { size: 'huge' } }), d2: cluster() }).fleet)).toContain(
      'which d1 of dev',
    );
  });

  it('needs what its release needs, wherever that is placed', () => {
    const next = { d1: cluster(), d2: cluster({ labels: { size: 'large' }, facts: {} }) };
    const pin = { placement: [{ size: ['small'] }], facts: { domain: 'text' } } as const;
    expect(text(pinned(next, pin).fleet)).toMatchInlineSnapshot(`
      "error FW4006: what dev holds of web@d2 (tree web0-de) needs the fact "domain", which d2 of dev would lack
        hint: keep what web@d2 needs in clusters/ until the pin has ended
      "
    `);
  });

  it('keeps its cluster in the stage', () => {
    expect(text(pinned({ d1: cluster() }).fleet)).toContain('FW3004: cluster d2 would vanish');
    const from = begun();
    from.commit({ 'clusters/stages/dev/web@d2': 'web0-dev' });
    from.commit({ 'clusters/rendered/dev': 'fleet2-dev' });
    const contents: PlanWorld['contents'] = contentsOf({
      clusters: (tree) => clustersFile('', tree === 'fleet1-dev' ? { d2: cluster({ state: 'gone' }) } : {}),
      release: () => releaseFile({}),
    });
    expect(text(plan(worldOf(from, { contents }), 'dev', 'fleet'))).toMatchInlineSnapshot(`
      "error FW3004: web@d2 is pinned in dev, which would not know d2 any more
        hint: end the pin before its cluster leaves: fleetwright unhold web --cluster d2
      "
    `);
  });
});

it('a release without the variant that a cluster would take, or with half a fact, stays out', () => {
  const from = begun();
  from.commit(rendered('web', 2, ['dev']));
  const contents: PlanWorld['contents'] = contentsOf({
    clusters: () => clustersFile('', { d1: cluster({ facts: { shards: 1.5 } }) }),
    release: () =>
      releaseFile({
        rules: { little: { size: ['small'] } },
        labels: { size: ['small'] },
        facts: { shards: 'integer' },
      }),
  });
  const stagesOfDev = { stages: soaking(0).slice(0, 1) };
  expect(text(plan(worldOf(from, { contents, ...stagesOfDev }), 'dev', 'web'))).toMatchInlineSnapshot(`
    "error FW4006: release c4 of web has no variant "little", which d1 of dev would take
      hint: render the app again with this version, commit, and promote that
    error FW4006: release c4 of web needs the fact "shards" as integer, which d1 of dev would lack
      hint: give it to d1 in clusters/inventory.ts; it reaches dev as a release of fleet (fleetwright promote fleet --to dev)
    "
  `);
});
