import { expect, it } from 'vitest';
import { begun, plan, text } from './plans.ts';
import { clean, HOUR, rendered, repository, soaking, worldOf } from './repository.ts';

it('is plain data with expected trees, fleet first', () => {
  const from = begun();
  from.commit({ 'clusters/rendered/staging': 'fleet2-staging', 'clusters/stages/staging/fleet': undefined });
  from.commit({ 'clusters/stages/dev/fleet': 'fleet1-dev' });
  const found = plan(worldOf(from), 'staging', 'web', 'fleet');
  expect(found.ok && found.value.movements).toEqual([
    {
      movement: 'promotion',
      app: 'fleet',
      stage: 'staging',
      entry: 'fleet',
      from: undefined,
      to: 'fleet2-staging',
      path: 'clusters/stages/staging/fleet',
      source: 'clusters/rendered/staging',
      commit: { sha: 'c4', time: 4 * HOUR },
      verified: true,
    },
    expect.objectContaining({ app: 'web', to: 'web1-staging', source: 'apps/web/rendered/staging', verified: true }),
  ]);
});

it('a release that is not of HEAD is unverified, and not refused for what the work tree has', () => {
  const from = begun();
  from.commit(rendered('web', 2));
  const workTree = { ...clean, unreproduced: new Set(['apps/web/rendered/staging']) };
  const found = plan(worldOf(from, { workTree }), 'staging', 'web');
  expect(found.ok && found.value.movements).toMatchObject([{ to: 'web1-staging', verified: false }]);
});

it('names all errors at once, with what would help', () => {
  const from = begun();
  from.commit(rendered('web', 2));
  from.commit({ 'clusters/stages/staging/web': 'web1-staging', 'apps/load/rendered/dev': 'load1-dev' });
  const workTree = { ...clean, uncommitted: new Set(['apps/api/rendered/staging']) };
  const world = worldOf(from, { workTree });
  expect(text(plan(world, 'prod', 'wbe'))).toMatchInlineSnapshot(`
    "error FW4001: there is no app "wbe"
      hint: did you mean "web"? The apps are fleet, api, load and web; a new one is rendered first
    error FW4001: there is no stage "prod"
      hint: prod is an environment with the stages prod-canary, prod-eu, prod-ap and prod-us. The stages are dev, staging, prod-canary, prod-eu, prod-ap and prod-us
    "
  `);
  expect(text(plan(world, 'staging', 'web', 'load', 'api'))).toMatchInlineSnapshot(`
    "error FW4002: load is not rendered for staging, the environment of staging
      hint: to run it there, add staging to \`only\` in apps/load/app.ts, then render and commit
    error FW4003: release c4 of web may not go to staging: it has not passed dev: dev holds c2, and has never held the release of c4
      hint: fleetwright promote web --to dev
    apps/api/rendered/staging error FW4004: apps/api/rendered/staging has changes that are not committed: only what is committed is a release
      hint: git add apps/api/rendered/staging && git commit
    "
  `);
});

it('with everything that is due, one app that is refused stops nobody else', () => {
  const workTree = { ...clean, unreproduced: new Set(['apps/api/rendered/staging']) };
  const found = plan(worldOf(begun(), { workTree }), 'staging');
  expect(found.ok && found.value.movements.map((movement) => movement.app)).toEqual(['web']);
  expect(text(found)).toMatchInlineSnapshot(`
    "apps/api/rendered/staging warning FW4004: apps/api/rendered/staging is not what the definitions give, so it is no release that staging may get
      hint: run fleetwright render api, look at the changes and commit them
    "
  `);
});

it('an app that is up to date is no error, with a word about what is not committed', () => {
  const from = begun();
  expect(plan(worldOf(from), 'dev', 'web')).toMatchObject({ ok: true, value: { movements: [] }, warnings: [] });
  const workTree = { ...clean, uncommitted: new Set(['apps/web/rendered/dev', 'apps/new/rendered/dev']) };
  expect(plan(worldOf(from, { workTree }), 'dev', 'web')).toMatchObject({ ok: true, warnings: [{ code: 'FW4004' }] });
  expect(plan(worldOf(from, { workTree }), 'dev', 'new')).toMatchObject({ ok: false, errors: [{ code: 'FW4004' }] });
});

it('a soak that is not over, and one that was cut short, are told apart', () => {
  const from = begun();
  const world = worldOf(from, { stages: soaking(HOUR), now: from.time() + 60 });
  expect(text(plan(world, 'staging', 'web'))).toMatchInlineSnapshot(`
    "error FW4003: release c2 of web may not go to staging yet: it is waiting for dev to hold c2 through its soak of 1h
      hint: try again at 1970-01-01T04:00:00.000Z
    "
  `);
  from.commit({ 'clusters/stages/dev/web': 'web1a-dev' }, 120);
  expect(text(plan({ ...world, history: from.history() }, 'staging', 'web'))).toMatchInlineSnapshot(`
    "error FW4003: release c2 of web may not go to staging: it has not passed dev: dev holds tree web1a-d, and held the release of c2 for 2m only of its soak of 1h
      hint: fleetwright promote web --to dev
    "
  `);
});

it('what a stage holds in the work tree only is held, and proves nothing yet', () => {
  const workTree = { ...clean, entries: new Map([['clusters/stages/staging/web', 'web1-staging']]) };
  const world = worldOf(begun(), { workTree });
  expect(plan(world, 'staging', 'web')).toMatchObject({ ok: true, value: { movements: [] } });
  expect(text(plan(world, 'prod-canary', 'web'))).toMatchInlineSnapshot(`
    "error FW4003: release c2 of web may not go to prod-canary: it has not passed staging: staging holds c2 in this work tree only
      hint: commit it
    "
  `);
});

it('a stage without fleet gets no app before it, unless both are in one plan', () => {
  const from = repository();
  from.commit({ 'clusters/rendered/dev': 'fleet1-dev', ...rendered('web', 1) });
  expect(text(plan(worldOf(from), 'dev', 'web'))).toMatchInlineSnapshot(`
    "error FW4006: web needs clusters, and dev knows none yet
      hint: fleetwright promote fleet --to dev
    "
  `);
  const both = plan(worldOf(from), 'dev');
  expect(both.ok && both.value.movements.map((movement) => movement.app)).toEqual(['fleet', 'web']);
  const workTree = { ...clean, unreproduced: new Set(['clusters/rendered/dev']) };
  expect(text(plan(worldOf(from, { workTree }), 'dev', 'fleet', 'web'))).toContain(
    'error FW4004: clusters/rendered/dev',
  );
  expect(text(plan(worldOf(from, { workTree }), 'dev', 'fleet', 'web'))).not.toContain('FW4006');
});
