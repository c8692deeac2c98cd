import type { Hold } from '@fleetwright/model/engine';
import { describe, expect, it } from 'vitest';
import {
  type Half,
  identify,
  type PlanWorld,
  type Promotion,
  planPromotion,
  standing,
  treeName,
} from '../src/index.ts';
import { text } from './plans.ts';
import { clean, fleetEverywhere, HOUR, type Repository, repository, soaking, stages, worldOf } from './repository.ts';

const order = stages.map((stage) => stage.name);

/** Web in every environment: `C1-dev+I1`. The images are the same everywhere. */
function release(config: string, images: string): Record<string, string> {
  const environments = ['dev', 'staging', 'prod'];
  return Object.fromEntries(environments.map((name) => [`apps/web/rendered/${name}`, `${config}-${name}+${images}`]));
}

function planned(from: Repository, stage: string, only?: Half, changes: Partial<PlanWorld> = {}) {
  return planPromotion(worldOf(from, changes), { stage, apps: ['web'], allDue: false, only });
}

/** Plans web for a stage and commits that; gives what moved. */
function promote(from: Repository, stage: string, only?: Half, changes: Partial<PlanWorld> = {}) {
  const plan = planned(from, stage, only, changes);
  if (!plan.ok) throw new Error(text(plan));
  const found = plan.value.movements.filter((movement): movement is Promotion => movement.movement === 'promotion');
  if (found.length > 0) from.apply(found);
  return found[0];
}

function standingOf(from: Repository, name: string, changes: Partial<PlanWorld> = {}) {
  const world = worldOf(from, changes);
  const stage = world.stages.find((candidate) => candidate.name === name);
  if (!stage) throw new Error(name);
  return standing(world, 'web', stage);
}

function holds(stage: string, not: Hold['not']): Partial<PlanWorld> {
  const hold: Hold = { reason: 'leaks', author: 'Ada <ada@example.com>', ...(not && { not }) };
  return { holds: new Map([[`clusters/stages/${stage}/web.hold.yaml`, hold]]) };
}

/** (C1, I1) in every stage. */
function settled(): Repository {
  const from = repository();
  from.commit({});
  from.commit({ ...fleetEverywhere(), ...release('C1', 'I1') });
  for (const stage of order) promote(from, stage);
  return from;
}

/** Scenario 5 so far: (C2, I2) and then (C2, I3) are in dev, and staging holds C2 out. */
function stuck(): { readonly from: Repository; readonly held: Partial<PlanWorld> } {
  const from = settled();
  for (const images of ['I2', 'I3']) {
    from.commit(release('C2', images));
    promote(from, 'dev');
  }
  return { from, held: holds('staging', { config: 'C2-staging' }) };
}

describe('5: --only images past a held config', () => {
  it('keeps the config, and takes the newest images', () => {
    const { from, held } = stuck();
    expect(text(planned(from, 'staging', undefined, held))).toMatchInlineSnapshot(`
      "clusters/stages/staging/web.hold.yaml error FW4007: the config of release c11 of web is held in staging by Ada: leaks
        hint: fleetwright unhold web --stage staging
      "
    `);
    const tip = from.history().commits[1];
    expect(promote(from, 'staging', 'images', held)).toEqual({
      movement: 'promotion',
      app: 'web',
      stage: 'staging',
      entry: 'web',
      from: 'C1-staging+I1',
      to: 'C1-staging+I3',
      path: 'clusters/stages/staging/web',
      source: 'apps/web/rendered/staging',
      commit: tip,
      verified: true,
      only: 'images',
    });
  });

  it('goes on downstream half by half, and closes the way for the whole', () => {
    const { from, held } = stuck();
    promote(from, 'staging', 'images', held);
    expect(text(planned(from, 'prod-canary'))).toMatchInlineSnapshot(`
      "error FW4003: release c11 of web may not go to prod-canary: it has not passed staging: staging holds config c2 + images c11, and has never held the release of c11
        hint: fleetwright promote web --to staging; its images alone may come: fleetwright promote web --to prod-canary --only images
      "
    `);
    expect(promote(from, 'prod-canary', 'images')).toMatchObject({ to: 'C1-prod+I3', only: 'images' });
    expect(promote(from, 'prod-eu', 'images')).toMatchObject({ to: 'C1-prod+I3', only: 'images' });
    expect(text(planned(from, 'prod-us', 'config'))).toContain('error FW4003');
  });

  it('waits for the soak of the half', () => {
    const { from, held } = stuck();
    const day = { stages: soaking(24 * HOUR) };
    promote(from, 'staging', 'images', held);
    const now = from.time() + 23 * HOUR;
    expect(text(planned(from, 'prod-canary', 'images', { ...day, now }))).toMatchInlineSnapshot(`
      "error FW4003: release c11 of web may not go to prod-canary yet: it is waiting for staging to hold the images of c11 through its soak of 1d
        hint: try again at 1970-01-02T13:00:00.000Z
      "
    `);
    expect(planned(from, 'prod-canary', 'images', { ...day, now: now + HOUR })).toMatchObject({
      value: { movements: [{ to: 'C1-prod+I3' }] },
    });
  });

  it('does not pass where the half was rolled back', () => {
    const { from, held } = stuck();
    promote(from, 'staging', 'images', held);
    from.commit({ 'clusters/stages/staging/web': 'C1-staging+I1' });
    expect(planned(from, 'prod-canary', 'images').ok).toBe(false);
    promote(from, 'staging', 'images', held);
    expect(planned(from, 'prod-canary', 'images').ok).toBe(true);
  });

  it('ends with the next release that is not held', () => {
    const { from, held } = stuck();
    promote(from, 'staging', 'images', held);
    expect(standingOf(from, 'staging', held)).toMatchObject({ due: undefined, behind: 1 });
    from.commit(release('C4', 'I3'));
    promote(from, 'dev');
    expect(standingOf(from, 'staging', held)).toMatchObject({ due: { tree: 'C4-staging+I3' }, behind: 2 });
    promote(from, 'staging', undefined, held);
    expect(standingOf(from, 'prod-canary').due?.tree).toBe('C4-prod+I3');
  });
});

it('two halves that are one release are that release', () => {
  const from = settled();
  // The change of config is of staging only.
  from.commit({ ...release('C2', 'I2'), 'apps/web/rendered/prod': 'C1-prod+I2' });
  promote(from, 'dev');
  promote(from, 'staging', 'images');
  const whole = promote(from, 'prod-canary', 'images');
  expect(whole).toMatchObject({ to: 'C1-prod+I2' });
  expect(whole).not.toHaveProperty('only');
  expect(standingOf(from, 'prod-canary')).toMatchObject({ due: undefined, behind: 0 });
});

it('a release passes half by half where one of the halves moved alone', () => {
  const paired = (only: Half | undefined) => {
    const from = settled();
    from.commit(release('C2', 'I2'));
    promote(from, 'dev');
    if (only) promote(from, 'staging', only);
    from.commit(release('C2', 'I3'));
    for (const stage of ['dev', 'staging']) promote(from, stage);
    return standingOf(from, 'prod-canary', holds('prod-canary', { images: 'I3' })).due?.tree;
  };
  expect(paired('images')).toBe('C2-prod+I2');
  // Staging went from (C1, I1) to (C2, I3): neither says anything of (C2, I2).
  expect(paired(undefined)).toBeUndefined();
});

it('two releases that passed say nothing of one between them, for all that a half has moved alone before', () => {
  const from = settled();
  from.commit(release('C2', 'I2'));
  promote(from, 'dev');
  promote(from, 'staging', 'images');
  from.commit(release('C3', 'I3'));
  for (const stage of ['dev', 'staging']) promote(from, stage);
  // Of this one, neither dev nor staging has held both halves together, nor one of them in a pair.
  from.commit(release('C4', 'I3'));
  from.commit(release('C4', 'I5'));
  for (const stage of ['dev', 'staging']) promote(from, stage);
  expect(standingOf(from, 'prod-canary', holds('prod-canary', { images: 'I5' })).due?.tree).toBe('C3-prod+I3');
});

it('beyond two halves, only releases with neither half older are newer', () => {
  const from = settled();
  for (const [config, images] of [
    ['C2', 'I2'],
    ['C3', 'I3'],
    ['C4', 'I3'],
    ['C5', 'I4'],
  ] as const) {
    from.commit(release(config, images));
    promote(from, 'dev');
  }
  from.commit({ 'clusters/stages/staging/web': 'C2-staging+I3' });
  expect(standingOf(from, 'staging').behind).toBe(3);
  from.commit({ 'clusters/stages/staging/web': 'C4-staging+I2' });
  expect(standingOf(from, 'staging').behind).toBe(2);
  from.commit({ 'clusters/stages/staging/web': 'C5-staging+I3' });
  expect(standingOf(from, 'staging').behind).toBe(1);
});

it('says what a tree is', () => {
  const from = settled();
  from.commit(release('C2', 'I2'));
  const world = worldOf(from);
  const staging = { name: 'staging', environment: 'staging' };
  const named = ['C2-staging+I2', 'C1-staging+I2', 'C9-staging+I2', 'C1-staging+I2+more', 'by-hand'].map((tree) => [
    identify(world, 'web', staging, tree).is,
    treeName(world, 'web', staging, tree),
  ]);
  expect(named).toEqual([
    ['release', 'c9'],
    ['pair', 'config c2 + images c9'],
    ['unknown', 'tree C9-stag'],
    ['unknown', 'tree C1-stag'],
    ['unknown', 'tree by-hand'],
  ]);
});

it('is refused where there are no two halves, for those that are named', () => {
  const from = settled();
  from.commit({ ...release('C2', 'I2'), 'clusters/stages/staging/web': undefined });
  from.commit({ 'clusters/stages/prod-canary/web': 'by-hand' });
  const world = worldOf(from);
  const request = { stage: 'staging', apps: ['fleet', 'web'], allDue: false, only: 'images' as const };
  expect(text(planPromotion(world, request))).toMatchInlineSnapshot(`
    "error FW4002: fleet has no halves: it moves whole
      hint: fleetwright promote fleet --to staging
    error FW4002: staging holds nothing of web, so there is no config that could stay
      hint: fleetwright promote web --to staging
    "
  `);
  expect(text(planned(from, 'prod-canary', 'config'))).toMatchInlineSnapshot(`
    "error FW4002: what prod-canary holds of web has no halves
      hint: fleetwright promote web --to prod-canary
    "
  `);
  const due = planPromotion(world, { ...request, apps: [], allDue: true });
  expect(due).toMatchObject({ ok: true, value: { movements: [], standings: [{ app: 'web' }] }, warnings: [] });
});

it('what is in the work tree only proves no half', () => {
  const { from } = stuck();
  const workTree = { ...clean, entries: new Map([['clusters/stages/staging/web', 'C1-staging+I3']]) };
  expect(text(planned(from, 'prod-canary', 'images', { workTree }))).toContain('in this work tree only');
});
