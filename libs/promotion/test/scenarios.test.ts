import { expect, it } from 'vitest';
import { type PlanWorld, planPromotion, standing, status } from '../src/index.ts';
import {
  contentsOf,
  fleetEverywhere,
  HOUR,
  type Repository,
  releaseFile,
  rendered,
  repository,
  soaking,
  stages,
  worldOf,
} from './repository.ts';

const order = stages.map((stage) => stage.name);

/** Plans and commits everything that is due in a stage; gives `app → tree` of what moved. */
function promote(
  from: Repository,
  stage: string,
  changes: Partial<PlanWorld> = {},
): Record<string, string | undefined> {
  const plan = planPromotion(worldOf(from, changes), { stage, apps: [], allDue: true });
  if (!plan.ok) throw new Error(plan.errors.map((error) => error.message).join('\n'));
  if (plan.value.movements.length > 0) from.apply(plan.value.movements);
  return Object.fromEntries(plan.value.movements.map((movement) => [movement.app, movement.to]));
}

function dueTree(from: Repository, stage: string, changes: Partial<PlanWorld> = {}): string | undefined {
  return standingOf(from, stage, changes).due?.tree;
}

function standingOf(from: Repository, name: string, changes: Partial<PlanWorld> = {}) {
  const world = worldOf(from, changes);
  const stage = world.stages.find((candidate) => candidate.name === name);
  if (!stage) throw new Error(name);
  return standing(world, 'web', stage);
}

/** `fleet` and version 1 of web everywhere; the root is older than both, so that nothing counts as passed for its sake. */
function settled(): Repository {
  const from = repository();
  from.commit({});
  from.commit(fleetEverywhere());
  from.commit(rendered('web', 1));
  for (const stage of order) promote(from, stage);
  return from;
}

it('1: an environment starts empty, and no step asks for another stage to copy', () => {
  const from = repository();
  from.commit({});
  from.commit(Object.fromEntries(order.map((stage) => [`clusters/rendered/${stage}`, `fleet1-${stage}`])));
  expect(promote(from, 'dev')).toEqual({ fleet: 'fleet1-dev' });
  from.commit(rendered('web', 1));
  expect(promote(from, 'dev')).toEqual({ web: 'web1-dev' });
  expect(promote(from, 'prod-canary')).toEqual({});
  expect(promote(from, 'staging')).toEqual({ fleet: 'fleet1-staging', web: 'web1-staging' });
});

it('2: an image goes from dev to prod, one tree entry a stage', () => {
  const from = settled();
  from.commit(rendered('web', 2));
  for (const stage of order) {
    const later = order.slice(order.indexOf(stage) + 1).filter((name) => name !== 'prod-us' || stage !== 'prod-ap');
    expect(later.map((name) => dueTree(from, name))).toEqual(later.map(() => undefined));
    const environment = stages.find(({ name }) => name === stage)?.environment;
    expect(promote(from, stage)).toEqual({ web: `web2-${environment}` });
  }
  expect(order.map((stage) => standingOf(from, stage).behind)).toEqual(order.map(() => 0));
});

it('4: a release that is under way stays due when a newer one is rendered', () => {
  const from = settled();
  from.commit(rendered('web', 2));
  for (const stage of ['dev', 'staging']) promote(from, stage);
  from.commit(rendered('web', 3));
  const found = standingOf(from, 'prod-canary');
  expect(found).toMatchObject({ due: { tree: 'web2-prod' }, blocked: { release: { tree: 'web3-prod' } }, behind: 2 });
  expect(found.blocked?.reasons).toEqual([
    {
      gate: 'order',
      state: 'closed',
      stage: 'staging',
      because: 'staging holds c10, and has never held the release of c13',
      help: 'fleetwright promote web --to staging',
    },
  ]);
});

it('6: a definition is reverted after prod-canary got it: only prod-canary goes back, at once', () => {
  const from = settled();
  from.commit(rendered('web', 2));
  for (const stage of ['dev', 'staging', 'prod-canary']) promote(from, stage, { stages: soaking(0) });
  from.commit(rendered('web', 1));
  const day = { stages: soaking(24 * HOUR), now: from.time() + 1 };
  expect(dueTree(from, 'prod-eu', day)).toBeUndefined();
  expect(standingOf(from, 'prod-eu', day).blocked).toBeUndefined();
  // Staging held version 1 for less than a day: unproven by that measure, and proven by an hour's.
  expect(dueTree(from, 'prod-canary', day)).toBeUndefined();
  expect(dueTree(from, 'prod-canary', { ...day, stages: soaking(HOUR) })).toBe('web1-prod');
  expect(dueTree(from, 'dev')).toBe('web1-dev');
});

it('7: reverted and landed again: a stage that went back needs a new soak, one that never did does not', () => {
  const from = settled();
  from.commit(rendered('web', 2));
  for (const stage of ['dev', 'staging', 'prod-canary']) promote(from, stage);
  from.commit(rendered('web', 1));
  for (const stage of ['dev', 'staging']) promote(from, stage);
  from.commit(rendered('web', 2));
  expect(standingOf(from, 'staging').blocked?.reasons).toMatchObject([
    { state: 'closed', stage: 'dev', because: 'dev went back from c17 to c14' },
  ]);
  // prod-canary was left on version 2 all the time.
  expect(dueTree(from, 'prod-eu')).toBe('web2-prod');
  promote(from, 'dev');
  expect(dueTree(from, 'staging')).toBe('web2-staging');
  const soak = { stages: soaking(2 * HOUR) };
  expect(standingOf(from, 'staging', soak).blocked?.reasons).toMatchObject([
    { state: 'waiting', stage: 'dev', until: from.time() + 2 * HOUR },
  ]);
  expect(dueTree(from, 'staging', { ...soak, now: from.time() + 2 * HOUR })).toBe('web2-staging');
});

it('7: a rollback by hand closes the way for what was left, and for nothing older', () => {
  const from = settled();
  from.commit(rendered('web', 2));
  for (const stage of ['dev', 'staging']) promote(from, stage);
  from.commit({ 'clusters/stages/staging/web': 'web1-staging' });
  expect(standingOf(from, 'prod-canary')).toMatchObject({
    due: undefined,
    blocked: { release: { tree: 'web2-prod' } },
  });
  from.commit({ 'clusters/stages/prod-canary/web': undefined });
  expect(dueTree(from, 'prod-canary')).toBe('web1-prod');
});

it('8: a prod-only change is due in prod-canary without a promotion in staging', () => {
  const from = settled();
  from.commit({ 'apps/web/rendered/prod': 'web1-tweaked' });
  expect(order.map((stage) => dueTree(from, stage))).toEqual([
    undefined,
    undefined,
    'web1-tweaked',
    undefined,
    undefined,
    undefined,
  ]);
});

it('9: an app without staging skips it, but not what staging follows', () => {
  const from = settled();
  from.commit(rendered('web', 2, ['dev', 'prod']));
  from.commit({ 'apps/web/rendered/staging': undefined });
  from.commit(rendered('web', 3, ['dev', 'prod']));
  expect(standingOf(from, 'prod-canary').blocked?.reasons).toMatchObject([{ stage: 'dev' }]);
  promote(from, 'dev');
  expect(dueTree(from, 'prod-canary')).toBe('web3-prod');
  // Rendered for staging again, with the same bytes for prod: staging is asked.
  from.commit({ 'apps/web/rendered/staging': 'web3-staging' });
  expect(standingOf(from, 'prod-canary').blocked?.reasons).toMatchObject([{ stage: 'staging' }]);
});

it('10: where no cluster runs the app, holding the tree is enough', () => {
  const from = settled();
  from.commit(rendered('web', 2));
  const soak = { stages: soaking(24 * HOUR) };
  promote(from, 'dev', soak);
  expect(dueTree(from, 'staging', soak)).toBeUndefined();
  expect(dueTree(from, 'staging', { ...soak, runs: (stage) => stage !== 'dev' })).toBe('web2-staging');
  // Unknown is never open.
  expect(dueTree(from, 'staging', { ...soak, runs: () => 'unknown' })).toBeUndefined();
});

it('11: facts of prod clusters are due as releases of fleet, stage by stage', () => {
  const from = settled();
  from.commit({ 'clusters/rendered/prod-eu': 'fleet2-eu', 'clusters/rendered/prod-us': 'fleet2-us' });
  expect(promote(from, 'prod-us')).toEqual({});
  expect(promote(from, 'prod-canary')).toEqual({});
  expect(promote(from, 'prod-eu')).toEqual({ fleet: 'fleet2-eu' });
  expect(promote(from, 'prod-us')).toEqual({ fleet: 'fleet2-us' });
});

it('17: after a rollback nothing comes by itself, a later release neither, until the hold is ended', () => {
  const from = settled();
  from.commit(rendered('web', 2));
  for (const stage of order.slice(0, 4)) promote(from, stage);
  const rolledBack = { 'clusters/stages/prod-eu/web': 'web1-prod' };
  from.commit(rolledBack);
  const hold = { reason: 'INC-7', author: 'Ada', until: '1970-01-01T00:00:00Z' };
  const held = { holds: new Map([['clusters/stages/prod-eu/web.hold.yaml', hold]]) };
  expect(promote(from, 'prod-eu', held)).toEqual({});
  from.commit(rendered('web', 3));
  for (const stage of order.slice(0, 3)) promote(from, stage, held);
  expect(promote(from, 'prod-eu', held)).toEqual({});
  expect(standingOf(from, 'prod-eu', held).heldOut).toMatchObject({ release: { tree: 'web3-prod' } });
  // What prod-eu went back from has not passed it; once the hold is ended, the newest release is due at once.
  expect(dueTree(from, 'prod-us')).toBeUndefined();
  expect(dueTree(from, 'prod-eu')).toBe('web3-prod');
});

it('26 and 27: nothing is due in a frozen stage, of fleet neither, and everything again when it thaws', () => {
  const from = settled();
  from.commit({ ...rendered('web', 2), 'clusters/rendered/dev': 'fleet2-dev' });
  const frozen = { holds: new Map([['clusters/stages/dev/freeze.yaml', { reason: 'audit', author: 'Ada' }]]) };
  expect(promote(from, 'dev', frozen)).toEqual({});
  expect(promote(from, 'dev')).toEqual({ fleet: 'fleet2-dev', web: 'web2-dev' });
  expect(promote(from, 'staging', frozen)).toEqual({ web: 'web2-staging' });
});

it('28: a new format comes as a release like any other; one that cannot be read does not come', () => {
  const from = settled();
  from.commit(rendered('web', 2));
  const release = (_app: string, tree: string) => (tree.startsWith('web2') ? undefined : releaseFile({}));
  const unread = planPromotion(worldOf(from, { contents: contentsOf({ release }) }), {
    stage: 'dev',
    apps: [],
    allDue: true,
  });
  expect(unread).toMatchObject({ ok: true, value: { movements: [] }, warnings: [{ code: 'FW3001' }] });
  const understood = {
    contents: contentsOf({ release: (app, tree) => releaseFile({ app, format: tree.startsWith('web2') ? 2 : 1 }) }),
  };
  for (const stage of order) expect(promote(from, stage, understood)['web']).toContain('web2');
});

it('30: at a true root what stages hold counts as passed; a shallow clone is an error', () => {
  const from = repository();
  from.commit({ ...fleetEverywhere(), ...rendered('web', 1), 'clusters/stages/staging/web': 'web1-staging' });
  const soak = { stages: soaking(24 * HOUR) };
  expect(dueTree(from, 'prod-canary', soak)).toBe('web1-prod');
  expect(dueTree(from, 'staging', soak)).toBeUndefined();
  const shallow = { ...worldOf(from), history: { ...from.history(), shallow: true } };
  const codes = [status(shallow), planPromotion(shallow, { stage: 'dev', apps: ['web'], allDue: false })];
  expect(codes.map((result) => !result.ok && result.errors.map((error) => error.code))).toEqual([
    ['FW4005'],
    ['FW4005'],
  ]);
});

it('an app that went away and came back has no releases from before', () => {
  const from = settled();
  from.commit({ 'apps/web/rendered/prod': undefined, 'clusters/stages/prod-us/web': undefined });
  expect(standingOf(from, 'prod-us')).toMatchObject({ rendered: false, due: undefined, behind: 0 });
  from.commit(rendered('web', 2));
  expect(standingOf(from, 'prod-us')).toMatchObject({
    due: undefined,
    blocked: { release: { tree: 'web2-prod' } },
    behind: 1,
  });
});

it('7: going back by hand from what was rendered again closes the way too', () => {
  const from = settled();
  from.commit(rendered('web', 2));
  for (const stage of ['dev', 'staging']) promote(from, stage);
  from.commit(rendered('web', 1));
  promote(from, 'dev');
  expect(standingOf(from, 'staging').due?.tree).toBe('web1-staging');
  from.commit({ 'clusters/stages/dev/web': 'web2-dev' });
  expect(standingOf(from, 'staging').blocked?.reasons).toMatchObject([{ because: 'dev went back from c13 to c10' }]);
});

it('going back to a tree older than the root is seen by what the stage held before; an unknown tree is not going back', () => {
  const from = repository();
  from.commit({ ...fleetEverywhere(), 'clusters/stages/dev/web': 'web0-dev' });
  from.commit(rendered('web', 1));
  promote(from, 'dev');
  from.commit({ 'clusters/stages/dev/web': 'halves' });
  expect(dueTree(from, 'staging')).toBe('web1-staging');
  from.commit({ 'clusters/stages/dev/web': 'web1-dev' });
  from.commit({ 'clusters/stages/dev/web': 'web0-dev' });
  expect(standingOf(from, 'staging').blocked?.reasons).toMatchObject([
    { because: 'dev went back from c2 to tree web0-de' },
  ]);
});

it('beyond a tree that is no release, only what was newest when it came, or came later, is due', () => {
  const from = settled();
  from.commit(rendered('web', 2));
  for (const stage of ['dev', 'staging']) promote(from, stage);
  from.commit(rendered('web', 3));
  from.commit({ 'clusters/stages/prod-canary/web': 'halves' });
  expect(standingOf(from, 'prod-canary')).toMatchObject({
    due: undefined,
    behind: 1,
    blocked: { release: { tree: 'web3-prod' } },
  });
  for (const stage of ['dev', 'staging']) promote(from, stage);
  expect(dueTree(from, 'prod-canary')).toBe('web3-prod');
});
