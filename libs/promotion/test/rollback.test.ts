import type { ClusterState, Hold } from '@fleetwright/model/engine';
import { expect, it } from 'vitest';
import { commitMessage, holdPath, planPin, planPromotion, planUnhold } from '../src/index.ts';
import { dueIn, Fleet, held, images, rollback, said, valueOf, webInEu } from './fleet.ts';
import { inEu } from './placed.ts';
import { text } from './plans.ts';
import {
  clean,
  cluster,
  clustersFile,
  contentsOf,
  fleetEverywhere,
  HOUR,
  releaseFile,
  repository,
  soaking,
  stages,
} from './repository.ts';

it('17: a rollback during a freeze: no release comes by itself until unhold, which shows what becomes due', () => {
  const fleet = held(images(1, 1), images(1, 2));
  fleet.holds.set(holdPath({ stage: 'prod-eu', entry: undefined }), said);
  const plan = valueOf(rollback(fleet, { until: '2026-12-01T00:00:00Z' }));
  expect(plan.movements).toMatchObject([
    { movement: 'rollback', from: 'C1+I2', to: 'C1+I1', source: 'apps/web/rendered/prod', commit: { sha: 'c3' } },
  ]);
  const hold = { ...said, until: '2026-12-01T00:00:00Z' };
  expect(plan.holds).toEqual([{ path: webInEu, from: undefined, to: hold }]);
  fleet.apply(plan);
  fleet.from.commit(images(1, 3));
  fleet.from.commit({ 'clusters/stages/prod-canary/web': 'C1+I3' });
  fleet.holds.delete(holdPath({ stage: 'prod-eu', entry: undefined }));
  expect(dueIn(fleet)).toBeUndefined();
  const end = valueOf(planUnhold(fleet.world(), { app: 'web', stage: 'prod-eu' }));
  expect(end).toMatchObject({ movements: [], holds: [{ path: webInEu, from: hold, to: undefined }] });
  expect(end.due.map(({ to }) => to)).toEqual(['C1+I3']);
  fleet.apply(end);
  expect(dueIn(fleet)).toBe('C1+I3');
  expect(text(planUnhold(fleet.world(), { app: 'web', stage: 'prod-eu' }))).toMatchInlineSnapshot(`
    "error FW4008: web in prod-eu is not held
      hint: nothing is held: fleetwright status
    "
  `);
  expect(text(planUnhold(fleet.world(), {}))).toContain('error FW4008: there is no freeze of every stage\n');
});

it('17: --only-this holds the halves that are left, so that no release with the same bad half comes', () => {
  const fleet = held(images(1, 1), images(1, 2));
  fleet.apply(valueOf(rollback(fleet, { onlyThis: true })));
  expect(fleet.holds.get(webInEu)).toEqual({ ...said, not: { images: 'I2' } });
  // Its config is another, its image the bad one.
  fleet.from.commit(images(2, 2));
  fleet.from.commit({ 'clusters/stages/prod-canary/web': 'C2+I2' });
  expect(dueIn(fleet)).toBeUndefined();
  fleet.from.commit(images(2, 3));
  fleet.from.commit({ 'clusters/stages/prod-canary/web': 'C2+I3' });
  expect(dueIn(fleet)).toBe('C2+I3');
});

it('17: a hold that is there is never loosened by a rollback', () => {
  const all: Hold = { reason: 'audit', author: 'Bob <bob@example.com>' };
  const cases: [Hold, Hold | undefined][] = [
    [all, undefined],
    [
      { ...all, not: { config: 'C9' } },
      { ...said, not: { config: 'C9', images: 'I2' } },
    ],
    [{ ...all, not: { images: 'I9' } }, said],
    [{ ...all, not: {} }, undefined],
  ];
  for (const [before, after] of cases) {
    const fleet = held(images(1, 1), images(1, 2));
    fleet.holds.set(webInEu, before);
    const plan = rollback(fleet, { onlyThis: true });
    fleet.apply(valueOf(plan));
    expect(fleet.holds.get(webInEu)).toEqual(after ?? before);
    expect(plan.ok && plan.warnings.map(({ code }) => code)).toEqual(after?.not ? [] : ['FW4007']);
  }
});

it('17: a hold that is there is not shortened by a rollback either', () => {
  const [soon, late] = ['2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'];
  const until = (before: Hold, next: string | undefined, onlyThis: boolean) => {
    const fleet = held(images(1, 1), images(1, 2));
    fleet.holds.set(webInEu, before);
    fleet.apply(valueOf(rollback(fleet, { until: next, onlyThis })));
    return fleet.holds.get(webInEu)?.until;
  };
  for (const onlyThis of [false, true]) {
    expect(until(said, soon, onlyThis)).toBeUndefined();
    expect(until({ ...said, until: soon }, undefined, onlyThis)).toBeUndefined();
    expect(until({ ...said, until: late, not: { images: 'I2' } }, soon, onlyThis)).toBe(late);
    expect(until({ ...said, until: soon }, late, onlyThis)).toBe(late);
  }
});

it('goes back further each time, and not to what it went back from', () => {
  const fleet = held(images(1, 1), images(1, 2), images(1, 3));
  for (const tree of ['C1+I2', 'C1+I1']) {
    const plan = valueOf(rollback(fleet));
    expect(plan.movements.map(({ to }) => to)).toEqual([tree]);
    fleet.apply(plan);
  }
  expect(text(rollback(fleet))).toMatchInlineSnapshot(`
    "error FW4002: there is nothing that web could go back to in prod-eu: it has held nothing before c3
      hint: name a commit of an older release with --to: git log --first-parent
    "
  `);
  // What the hold of the app keeps out is passed over.
  const other = held(images(1, 1), images(2, 2), images(3, 3));
  other.holds.set(webInEu, { ...said, not: { config: 'C2' } });
  expect(valueOf(rollback(other, { onlyThis: true })).movements).toMatchObject([{ to: 'C1+I1' }]);
});

it('names any release by commit or tree, or two halves that the stage has held', () => {
  const fleet = held(images(1, 1), images(1, 2), images(1, 3));
  fleet.from.commit({ 'clusters/stages/prod-eu/web': 'C1+I9' });
  fleet.from.commit({ 'clusters/stages/prod-eu/web': 'C1+I3' });
  const to = (name: string) => rollback(fleet, { to: name });
  expect(valueOf(to('c3')).movements).toMatchObject([{ to: 'C1+I1' }]);
  expect(valueOf(to('C1+I2')).movements).toMatchObject([{ to: 'C1+I2' }]);
  expect(valueOf(to('C1+I9')).movements).toMatchObject([{ to: 'C1+I9', source: 'clusters/stages/prod-eu/web' }]);
  fleet.from.commit(images(1, 4));
  expect(['c1', 'c99', 'C1+I4', 'C1+I3'].map((name) => text(to(name))).join('')).toMatchInlineSnapshot(`
    "error FW4001: c1 is no release of web that prod-eu could run: there it is not rendered for prod
      hint: git log --first-parent -- apps/web/rendered/prod
    error FW4001: c99 is no release of web that prod-eu could run
      hint: give at least 7 digits; a commit of the first-parent history (git log --first-parent -- apps/web/rendered/prod), a tree of it, or one that prod-eu has held
    error FW4003: release c11 of web is newer than what prod-eu holds: that is no rollback
      hint: fleetwright promote web --to prod-eu
    error FW4002: prod-eu runs c7 of web already
      hint: to keep others out: fleetwright hold web --stage prod-eu
    "
  `);
});

it('18: a release that uses a fact removed since is behind a barrier', () => {
  const fleet = held(images(1, 1), images(2, 1));
  const contents = contentsOf({
    clusters: () => clustersFile('prod-eu', { 'eu-1': cluster(), 'eu-2': cluster() }),
    release: (app, tree) => releaseFile({ app, facts: tree === 'C1+I1' ? { shards: 'integer' } : {} }),
  });
  const found = rollback(fleet, {}, { contents });
  expect(text(found)).toMatchInlineSnapshot(`
    "error FW4009: release c3 of web needs the fact "shards", which eu-1 and eu-2 of prod-eu would lack: it has gone since
      hint: go back to a release that does without, or bring it back in clusters/ and promote fleet to prod-eu first
    "
  `);
});

it('18: so is a release of fleet that lacks what an app of the stage needs; none drops a cluster', () => {
  const fleet = held(images(1, 1));
  fleet.from.commit(fleetEverywhere(2));
  const known = (clusters: Parameters<typeof clustersFile>[1]) =>
    contentsOf({
      clusters: (tree) => clustersFile('prod-eu', tree === 'fleet1-prod-eu' ? clusters : { 'eu-1': cluster() }),
      release: (app) => releaseFile({ app, facts: { domain: 'text' } }),
    });
  const back = (clusters: Parameters<typeof clustersFile>[1]) =>
    rollback(
      fleet,
      { app: 'fleet' },
      { contents: known(clusters), stages: stages.filter(({ name }) => name === 'prod-eu') },
    );
  expect(valueOf(back({ 'eu-1': cluster() })).movements).toMatchObject([{ entry: 'fleet', to: 'fleet1-prod-eu' }]);
  expect(text(back({ 'eu-1': cluster({ facts: {} }) }))).toMatchInlineSnapshot(`
    "error FW4009: what prod-eu holds of web needs the fact "domain", which with release c2 of fleet eu-1 would lack
      hint: roll web back first, or go back to a release of fleet that has it
    "
  `);
  expect(text(back({}))).toMatchInlineSnapshot(`
    "error FW3004: cluster eu-1 would vanish from prod-eu without having been gone
      hint: that older release does not know it: roll back to a release since it joined, or make it gone first
    "
  `);
});

it('a cluster that runs apps never goes back to joining, which would leave them to nobody', () => {
  const fleet = held(images(1, 1));
  fleet.from.commit(fleetEverywhere(2));
  fleet.from.commit({ 'clusters/rendered/prod-eu': 'fleet3-prod-eu' });
  const found = (first: ClusterState, state: ClusterState, next: ClusterState) => {
    const states: Record<string, ClusterState> = { 'fleet1-prod-eu': first, 'fleet2-prod-eu': state };
    const clusters = (tree: string) => clustersFile('prod-eu', { 'eu-1': cluster({ state: states[tree] ?? next }) });
    const changes = { contents: contentsOf({ clusters }), stages: inEu };
    const promoted = planPromotion(fleet.world(changes), { stage: 'prod-eu', apps: ['fleet'], allDue: false });
    return [promoted, rollback(fleet, { app: 'fleet' }, changes)] as const;
  };
  const [promoted, back] = found('joining', 'active', 'joining');
  expect(text(promoted) + text(back)).toMatchInlineSnapshot(`
    "error FW3004: cluster eu-1 would go from active back to joining: its apps would be left to nobody
      hint: give it the state "active", "draining" or "gone" in clusters/inventory.ts
    error FW3004: cluster eu-1 would go from active back to joining: its apps would be left to nobody
      hint: roll back only to releases since it became active
    "
  `);
  expect(found('joining', 'draining', 'active').map(({ ok }) => ok)).toEqual([true, false]);
  expect(found('joining', 'joining', 'active').map(({ ok }) => ok)).toEqual([true, true]);
  expect(found('draining', 'gone', 'joining').map(({ ok }) => ok)).toEqual([true, true]);
});

it('a rollback to two halves of different releases says which they are', () => {
  const fleet = held(images(1, 1), images(1, 2), images(2, 2));
  fleet.from.commit({ 'clusters/stages/prod-eu/web': 'C2+I1' });
  fleet.from.commit({ 'clusters/stages/prod-eu/web': 'C2+I2' });
  const plan = valueOf(rollback(fleet, { to: 'C2+I1' }));
  expect(plan.movements).toMatchObject([{ to: 'C2+I1', halves: { config: { sha: 'c7' }, images: { sha: 'c3' } } }]);
  expect(commitMessage(plan)).toContain(
    `Roll back web in prod-eu to config c7 + images c3\n\n- web: C2+I2 -> C2+I1 (config c7 + images c3)\n`,
  );
  const clusters = (tree: string) => clustersFile('', tree.endsWith('prod-eu') ? { 'eu-1': cluster() } : {});
  const contents = contentsOf({ clusters });
  const pin = valueOf(planPin(fleet.world({ contents }), { app: 'web', cluster: 'eu-1', to: 'C2+I1', ...said }));
  expect(commitMessage(pin)).toContain('Pin web on eu-1 to config c7 + images c3');
  expect(valueOf(rollback(fleet, { to: 'C1+I1' })).movements[0]).not.toHaveProperty('halves');
});

it('16: of one cluster it is a pin with its hold; the stage goes on', () => {
  const fleet = held(images(1, 1), images(1, 2));
  const clusters = (tree: string) =>
    clustersFile('', tree.endsWith('prod-eu') ? { 'eu-2': cluster(), 'eu-3': cluster() } : {});
  const contents = contentsOf({ clusters });
  const plan = valueOf(rollback(fleet, { clusters: ['eu-3'] }, { contents }));
  const pinFile = holdPath({ stage: 'prod-eu', entry: 'web@eu-3' });
  expect(plan).toMatchObject({
    movements: [
      { movement: 'pin', cluster: 'eu-3', from: undefined, to: 'C1+I1', path: 'clusters/stages/prod-eu/web@eu-3' },
    ],
    holds: [{ path: pinFile, to: said }],
  });
  fleet.apply(plan);
  fleet.from.commit(images(1, 3));
  fleet.from.commit({ 'clusters/stages/prod-canary/web': 'C1+I3' });
  expect(dueIn(fleet)).toBe('C1+I3');
  expect(text(rollback(fleet, { clusters: ['eu-3', 'eu-9'] }, { contents }))).toMatchInlineSnapshot(`
    "error FW4001: prod-eu holds no cluster "eu-9"
      hint: its clusters are eu-2 and eu-3
    error FW4002: there is nothing that web could go back to in prod-eu: it has held nothing before c3
      hint: name a commit of an older release with --to: git log --first-parent
    "
  `);
});

it('6, 7: what a rollback left is due again when it is rendered again and proven again', () => {
  const fleet = held(images(1, 1), images(1, 2));
  const world = () => fleet.world({ stages: soaking(HOUR) });
  fleet.apply(valueOf(rollback(fleet, { stage: 'prod-canary', onlyThis: true })));
  fleet.apply(valueOf(rollback(fleet, { onlyThis: true })));
  fleet.from.commit(images(1, 1));
  fleet.from.commit(images(1, 2));
  for (const stage of ['prod-canary', 'prod-eu'])
    fleet.apply(valueOf(planUnhold(fleet.world(), { app: 'web', stage })));
  const promote = (stage: string) =>
    planPromotion(world(), { stage, apps: ['web'], allDue: false, skipOrder: undefined });
  expect(text(promote('prod-eu'))).toContain('prod-canary went back from');
  fleet.from.commit({ 'clusters/stages/prod-canary/web': 'C1+I2' });
  expect(text(promote('prod-eu'))).toContain('waiting for prod-canary to hold');
  fleet.from.commit({}, 2 * HOUR);
  expect(valueOf(promote('prod-eu')).movements).toMatchObject([{ to: 'C1+I2' }]);
});

it('30: at a true root there is nothing to go back to; what the root brought can be gone back to', () => {
  const from = repository();
  from.commit({ ...fleetEverywhere(), ...images(1, 2), 'clusters/stages/prod-eu/web': 'C0+I0' });
  const fleet = new Fleet(from);
  expect(text(rollback(fleet))).toContain('error FW4002: there is nothing that web could go back to in prod-eu');
  from.commit({ 'clusters/stages/prod-eu/web': 'C1+I2' });
  expect(valueOf(rollback(fleet)).movements).toMatchObject([{ to: 'C0+I0', source: 'clusters/stages/prod-eu/web' }]);
  const shallow = { ...fleet.world().history, shallow: true };
  expect(text(rollback(fleet, {}, { history: shallow }))).toContain('error FW4005');
});

it('work tree: what is not committed can be gone back from', () => {
  const fleet = held(images(1, 1));
  const workTree = { ...clean, entries: new Map([['clusters/stages/prod-eu/web', 'C1+I2']]) };
  expect(valueOf(rollback(fleet, {}, { workTree })).movements).toMatchObject([{ from: 'C1+I2', to: 'C1+I1' }]);
});
