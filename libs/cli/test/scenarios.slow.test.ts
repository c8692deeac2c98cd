import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { entriesOf, halvesOf } from './model/invariants.ts';
import { foldersOf, play } from './model/play.ts';
import { type Real, realFleet } from './model/real.ts';

/*
 * The scenarios of a promotion that need no forge, by their numbers, in a real git work tree. Every command in them is checked as in
 * model.slow.test.ts: stages hold releases, pins have holds, derived files are true, nothing held moves, what is refused changes nothing.
 */
vi.mock(import('@fleetwright/workspace'), async (original) => {
  const workspace = await original();
  const { loadOnce } = await import('./model/load-once.ts');
  return { ...workspace, loadDefinitions: loadOnce(workspace.loadDefinitions) };
});

let real: Real;
beforeAll(async () => {
  real = await realFleet();
}, 300_000);
afterAll(() => real[Symbol.dispose]());

const stages = ['dev', 'canary', 'prod-eu'] as const;
const web = 'apps/web/app.ts';
const api = 'apps/api/app.ts';
const inventory = 'clusters/inventory.ts';

it('1: a fleet begins empty, and no step asks for another stage to copy', () => {
  const at = play(real);
  const commits = at.real.tree.git('log', '--reverse', '--format=%H %s', '--first-parent').split('\n');
  const filesOf = (message: string): readonly string[] => {
    const [sha = ''] = commits.find((line) => line.slice(41) === message)?.split(' ') ?? [];
    return at.real.tree.git('show', '--format=', '--name-only', sha).trim().split('\n');
  };
  expect(foldersOf(filesOf('Render'), 3)).toEqual([
    'apps/api/rendered',
    'apps/base/rendered',
    'apps/web/rendered',
    'clusters/rendered/canary',
    'clusters/rendered/dev',
    'clusters/rendered/policy.yaml',
    'clusters/rendered/prod-eu',
  ]);
  for (const [stage, clusters] of [
    ['dev', ['dev-1']],
    ['canary', ['canary-1']],
    ['prod-eu', ['eu-1', 'eu-2', 'us-1']],
  ] as const) {
    const expected = [
      ...clusters.map((name) => `clusters/facts/${name}`),
      'clusters/hubs/main',
      ...clusters.map((name) => `clusters/overlays/${name}`),
      `clusters/stages/${stage}`,
    ];
    expect(foldersOf(filesOf(`Promote to ${stage}`), 3)).toEqual(expected);
  }
  expect(
    entriesOf(at.state())
      .map(({ stage, app }) => `${stage}/${app}`)
      .sort(),
  ).toEqual([...stages].sort().flatMap((stage) => ['api', 'base', 'fleet', 'web'].map((app) => `${stage}/${app}`)));
});

it('2: an image goes from dev to prod, one tree entry a stage', async () => {
  const at = play(real);
  at.edit('apps/web/images.yaml', '"1.4.2"', '"1.5.0"');
  const rendered = await at.release();
  expect(
    foldersOf(
      rendered.filter((file) => file !== 'apps/web/images.yaml'),
      5,
    ),
  ).toEqual(['apps/web/rendered/dev/images', 'apps/web/rendered/prod/images']);
  for (const stage of stages) {
    expect(foldersOf(await at.move('promote', '--all-due', '--to', stage), 5)).toEqual([
      `clusters/stages/${stage}/web/images`,
    ]);
    real.wait(3);
  }
  expect(await at.due()).toEqual({});
});

it('5: images go on past a held config, half by half downstream', async () => {
  const at = play(real);
  at.edit(web, "['nightly']", "['bad']");
  await at.release();
  await at.move('promote', 'web', '--to', 'dev');
  await at.move(
    'hold',
    'web',
    '--stage',
    'canary',
    '--release',
    real.tree.git('rev-parse', 'HEAD~1').trim(),
    '--why',
    'INC-7',
  );
  at.edit('apps/web/images.yaml', '"1.4.2"', '"1.5.0"');
  await at.release();
  await at.move('promote', 'web', '--to', 'dev');
  expect(await at.refused('promote', 'web', '--to', 'canary')).toEqual(['FW4007']);
  const old = halvesOf(at.state(), 'clusters/stages/canary/web');
  await at.move('promote', 'web', '--to', 'canary', '--only', 'images');
  const pair = halvesOf(at.state(), 'clusters/stages/canary/web');
  expect(pair).toEqual({ config: old?.config, images: halvesOf(at.state(), 'apps/web/rendered/prod')?.images });
  real.wait(3);
  await at.move('promote', 'web', '--to', 'prod-eu', '--only', 'images');
  expect(halvesOf(at.state(), 'clusters/stages/prod-eu/web')).toEqual(pair);
  expect((await real.run(['status'])).stderr).toContain('Not tested together');
});

it('6: a definition reverted after canary got it goes back there at once, and nowhere further', async () => {
  const at = play(real);
  at.edit(web, "['nightly']", "['bad']");
  await at.release();
  await at.train('dev', 'canary');
  at.edit(web, "['bad']", "['nightly']");
  await at.release();
  expect(await at.due()).toEqual({ dev: ['web'], canary: ['web'] });
  await at.move('promote', 'web', '--to', 'canary');
  expect(at.state().folders.get('clusters/stages/canary/web')).toBe(
    at.state().folders.get('clusters/stages/prod-eu/web'),
  );
});

it('7: reverted, then landed again: a new soak reopens the way', async () => {
  const at = play(real);
  for (const [before, after, due] of [
    ['nightly', 'again', { dev: ['web'] }],
    // What dev has proved before goes back without dev.
    ['again', 'nightly', { dev: ['web'], canary: ['web'] }],
    ['nightly', 'again', { dev: ['web'] }],
  ] as const) {
    at.edit(web, `['${before}']`, `['${after}']`);
    await at.release();
    expect(await at.due()).toEqual(due);
    await at.train('dev', 'canary');
  }
  expect(await at.due()).toEqual({ 'prod-eu': ['web'] });
});

it('8: a prod-only change is due in canary without a promotion in dev', async () => {
  const at = play(real);
  at.edit(web, 'replicas: 2', 'replicas: 3');
  await at.release();
  expect(await at.due()).toEqual({ canary: ['web'] });
});

it('9: where an app has no rendering, the stage is skipped', async () => {
  const at = play(real);
  at.edit(api, "team: 'shop',", "team: 'shop',\n  only: ['prod'],");
  at.edit(api, "['nightly']", "['other']");
  // What is rendered for dev goes; dev holds what it has.
  await at.move('render');
  expect(await at.due()).toEqual({ canary: ['api'] });
});

it('10: where no cluster of a stage runs the app, holding the tree is enough', async () => {
  const at = play(real);
  at.edit(api, "team: 'shop',", "team: 'shop',\n  placement: [{ size: ['large'] }],");
  await at.release();
  await at.train(...stages);
  at.edit(api, "['nightly']", "['other']");
  await at.release();
  await at.move('promote', 'api', '--to', 'dev');
  await at.move('promote', 'api', '--to', 'canary');
  // No soak: canary-1 is small.
  expect(await at.due()).toEqual({ 'prod-eu': ['api'] });
});

it('11: a fact reaches a cluster with its stage’s promotion, and no other file', async () => {
  const at = play(real);
  at.edit(inventory, "'eu-1.example.com'", "'eu-1.example.net'");
  at.edit(inventory, "'us-1.example.com'", "'us-1.example.net'");
  expect(foldersOf(await at.release(), 3)).toEqual([inventory, 'clusters/rendered/prod-eu']);
  expect(await at.due()).toEqual({ 'prod-eu': ['fleet'] });
  expect(foldersOf(await at.move('promote', 'fleet', '--to', 'prod-eu'), 4)).toEqual([
    'clusters/facts/eu-1/cluster-facts.yaml',
    'clusters/facts/us-1/cluster-facts.yaml',
    'clusters/stages/prod-eu/fleet',
  ]);
});

it('12: an app and the fleet that need each other come together; a fact in use does not go', async () => {
  const at = play(real);
  at.edit('clusters/fleet.ts', 'domain: t.text', 'domain: t.text, realm: t.text');
  real.tree.write(inventory, real.tree.read(inventory).replaceAll('facts: {', "facts: { realm: 'a',"));
  at.edit(api, "team: 'shop',", "team: 'shop',\n  config: { REALM: fact.realm },");
  await at.release();
  expect(await at.refused('promote', 'api', '--to', 'dev')).toEqual(['FW4006']);
  expect(await at.move('promote', '--all-due', '--to', 'dev')).toEqual(
    expect.arrayContaining(['clusters/stages/dev/fleet/clusters.yaml', 'clusters/stages/dev/api/config/release.yaml']),
  );
  // The definition needs it no more, but dev still runs what does.
  at.edit(api, '\n  config: { REALM: fact.realm },', '');
  at.edit('clusters/fleet.ts', ', realm: t.text', '');
  real.tree.write(inventory, real.tree.read(inventory).replaceAll(" realm: 'a',", ''));
  await at.release();
  expect(await at.refused('promote', 'fleet', '--to', 'dev')).toEqual(['FW4006']);
  await at.move('promote', '--all-due', '--to', 'dev');
});
