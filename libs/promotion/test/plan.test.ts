import { type Diagnostic, format, type Result } from '@fleetwright/diagnostics';
import { expect, it } from 'vitest';
import { type PlanWorld, planPromotion } from '../src/index.ts';
import {
  clean,
  cluster,
  clustersFile,
  fleetEverywhere,
  HOUR,
  releaseFile,
  rendered,
  repository,
  soaking,
  worldOf,
} from './repository.ts';

/** Version 1 of two apps rendered and in dev, version 1 of fleet everywhere. */
function begun() {
  const from = repository();
  from.commit({});
  from.commit({ ...fleetEverywhere(), ...rendered('api', 1), ...rendered('web', 1) });
  from.commit({ 'clusters/stages/dev/api': 'api1-dev', 'clusters/stages/dev/web': 'web1-dev' });
  return from;
}

function plan(world: PlanWorld, stage: string, ...apps: string[]) {
  return planPromotion(world, { stage, apps, allDue: apps.length === 0 });
}

function text<T>(result: Result<T>): string {
  const diagnostics: readonly Diagnostic[] = result.ok ? result.warnings : result.errors;
  return format(diagnostics);
}

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
    error FW4003: release web2-st of web may not go to staging: it has not passed dev: dev holds web1-de and has never held web2-de
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
    "error FW4003: release web1-st of web may not go to staging yet: it is waiting for dev to hold web1-de through its soak of 1h
      hint: try again at 1970-01-01T04:00:00.000Z
    "
  `);
  from.commit({ 'clusters/stages/dev/web': 'web1a-dev' }, 120);
  expect(text(plan({ ...world, history: from.history() }, 'staging', 'web'))).toMatchInlineSnapshot(`
    "error FW4003: release web1-st of web may not go to staging: it has not passed dev: dev holds web1a-d and held web1-de for 2m only of its soak of 1h
      hint: fleetwright promote web --to dev
    "
  `);
});

it('what a stage holds in the work tree only is held, and proves nothing yet', () => {
  const workTree = { ...clean, entries: new Map([['clusters/stages/staging/web', 'web1-staging']]) };
  const world = worldOf(begun(), { workTree });
  expect(plan(world, 'staging', 'web')).toMatchObject({ ok: true, value: { movements: [] } });
  expect(text(plan(world, 'prod-canary', 'web'))).toMatchInlineSnapshot(`
    "error FW4003: release web1-pr of web may not go to prod-canary: it has not passed staging: staging holds web1-st in this work tree only
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

/** Version 2 of fleet gives dev's cluster a fact and a new size; version 2 of web needs both, version 1 knows only the old size. */
function needing() {
  const from = begun();
  from.commit({ 'clusters/rendered/dev': 'fleet2-dev', ...rendered('web', 2, ['dev']) });
  const next = cluster({ labels: { size: 'huge' }, facts: { domain: 'example.org', shards: 3 } });
  const contents: PlanWorld['contents'] = {
    clusters: (tree) => clustersFile('dev', { 'dev-1': tree === 'fleet2-dev' ? next : cluster() }),
    release: (app, tree) => {
      if (app !== 'web') return releaseFile({ app });
      if (tree === 'web1-dev') return releaseFile({ labels: { size: ['small'] } });
      return releaseFile({ labels: { size: ['huge', 'small'] }, facts: { shards: 'integer' } });
    },
  };
  return { from, world: worldOf(from, { contents, stages: soaking(0).filter(({ name }) => name === 'dev') }) };
}

it('12: an app and fleet that need each other go together, neither alone', () => {
  const { world } = needing();
  const both = plan(world, 'dev');
  expect(both.ok && both.value.movements.map((movement) => movement.app)).toEqual(['fleet', 'web']);
  expect(text(plan(world, 'dev', 'web'))).toMatchInlineSnapshot(`
    "error FW4006: release web2-de of web needs the fact "shards", which dev-1 of dev would lack
      hint: fleet brings it and goes first: fleetwright promote fleet web --to dev
    "
  `);
  expect(text(plan(world, 'dev', 'fleet'))).toMatchInlineSnapshot(`
    "error FW4006: what dev holds of web (web1-de) does not know the value "huge" of the label "size", which dev-1 of dev would have
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
  const contents: PlanWorld['contents'] = {
    clusters: (tree) =>
      clustersFile('', tree.endsWith('dev') ? { 'dev-1': cluster(tree === 'fleet2-dev' ? { facts: {} } : {}) } : {}),
    release: (app) => releaseFile({ app, facts: { domain: 'text' } }),
  };
  const found = plan(worldOf(from, { contents }), 'dev');
  expect(found.ok && found.value.movements.map((movement) => movement.app)).toEqual(['web']);
  expect(text(found)).toMatchInlineSnapshot(`
    "warning FW4006: release web2-de of web needs the fact "domain", which dev-1 of dev would lack
      hint: keep what web needs in clusters/ until no stage runs a release that needs it
    warning FW4006: what dev holds of api (api1-de) needs the fact "domain", which dev-1 of dev would lack
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
  const contents = (state: 'active' | 'joining', size: string): PlanWorld['contents'] => ({
    clusters: () => clustersFile('dev', { 'dev-1': cluster({ state, labels: { size } }) }),
    release: () => release,
  });
  expect(plan(worldOf(from, { contents: contents('active', 'small') }), 'dev', 'web').ok).toBe(true);
  expect(plan(worldOf(from, { contents: contents('joining', 'large') }), 'dev', 'web').ok).toBe(true);
  expect(plan(worldOf(from, { contents: contents('active', 'large') }), 'dev', 'web').ok).toBe(false);
});

it('fleet may neither lose a cluster nor have it in two stages', () => {
  const from = begun();
  from.commit({ 'clusters/rendered/dev': 'fleet2-dev' });
  const contents: PlanWorld['contents'] = {
    clusters: (tree) =>
      clustersFile(
        '',
        tree === 'fleet2-dev'
          ? { s1: cluster() }
          : tree === 'fleet1-dev'
            ? { d1: cluster() }
            : tree === 'fleet1-staging'
              ? { s1: cluster() }
              : {},
      ),
    release: (app) => releaseFile({ app }),
  };
  expect(text(plan(worldOf(from, { contents }), 'dev', 'fleet'))).toMatchInlineSnapshot(`
    "error FW3004: cluster d1 would vanish from dev without having been gone
      hint: put it back under dev in clusters/inventory.ts (to retire it: state "gone", promoted first; to split a stage: fleetwright new stage <stage> --from dev)
    error FW3004: cluster s1 would be in dev and in staging
      hint: leave it under staging in clusters/inventory.ts
    "
  `);
});
