import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCommand } from '../src/run.ts';
import { splitAfter, splitOff } from './model/fleet.ts';
import { entriesOf, halvesOf } from './model/invariants.ts';
import { foldersOf, play } from './model/play.ts';
import { type Real, realFleet } from './model/real.ts';

/*
 * The scenarios of a promotion that need no forge, by their numbers, in a real git work tree. Every command in them is checked as in
 * model.slow.test.ts: stages hold releases, pins have holds, derived files are true, nothing held moves, what is refused changes nothing.
 */
vi.mock('@fleetwright/workspace', async (original) => {
  const workspace = await original<typeof import('@fleetwright/workspace')>();
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
  for (const [before, after] of [
    ['nightly', 'again'],
    ['again', 'nightly'],
    ['nightly', 'again'],
  ] as const) {
    at.edit(web, `['${before}']`, `['${after}']`);
    await at.release();
    expect(await at.due()).toMatchObject({ dev: ['web'] });
    if (after === 'again') expect(await at.due()).not.toHaveProperty('canary');
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
  await at.release();
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
    'clusters/facts/eu-1/facts.yaml',
    'clusters/facts/us-1/facts.yaml',
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

it('14: a joining cluster gets add-ons first, and apps when it is active', async () => {
  const at = play(real);
  const joining =
    "  'ap-1': {\n    stage: 'dev', hub: 'main', state: 'joining', server: 'https://ap-1.example.com:6443', kubernetes: '1.36',\n    labels: { size: 'small' }, facts: { domain: 'ap-1.example.com', shards: 1 },\n  },\n";
  at.edit(inventory, "  'dev-1': {", `${joining}  'dev-1': {`);
  await at.release();
  const apps = (): readonly string[] =>
    [...at.state().folders.keys()].filter((path) => /^clusters\/overlays\/ap-1\/\w+$/.test(path));
  await at.move('promote', 'fleet', '--to', 'dev');
  expect(apps()).toEqual(['clusters/overlays/ap-1/base']);
  at.edit(inventory, " state: 'joining',", '');
  await at.release();
  await at.move('promote', 'fleet', '--to', 'dev');
  expect(apps()).toEqual(['api', 'base', 'web'].map((app) => `clusters/overlays/ap-1/${app}`));
});

it('15: a stage is split, a cluster moves: entries, holds and pins go along, and no built object changes', async () => {
  const at = play(real);
  await at.move('pin', 'web', '--cluster', 'us-1', '--why', 'disk');
  await at.move('hold', 'api', '--stage', 'prod-eu', '--why', 'audit');
  const facts = at.state().folders.get('clusters/facts');
  const runs = (): readonly (string | undefined)[] =>
    ['eu-1', 'eu-2', 'us-1'].flatMap((cluster) =>
      ['api', 'base', 'web'].map((app) => {
        const [, path = ''] =
          /- (.*\/stages\/[^/]+\/[^/]+)\/config/.exec(
            real.tree.read(`clusters/overlays/${cluster}/${app}/kustomization.yaml`),
          ) ?? [];
        return at.state().folders.get(join(`clusters/overlays/${cluster}/${app}`, path));
      }),
    );
  const before = runs();
  expect(before).not.toContain(undefined);
  at.edit('clusters/fleet.ts', splitAfter, splitAfter + splitOff);
  at.edit(inventory, "'us-1': {\n    stage: 'prod-eu'", "'us-1': {\n    stage: 'prod-us'");
  await at.release();
  expect(await at.refused('promote', 'fleet', '--to', 'prod-eu')).toEqual(['FW3004']);
  await at.move('new', 'stage', 'prod-us', '--from', 'prod-eu');
  expect(runs()).toEqual(before);
  for (const file of ['web@us-1.hold.yaml', 'api.hold.yaml'])
    expect(at.state().files.has(`clusters/stages/prod-us/${file}`)).toBe(true);
  at.edit(inventory, "'us-1': {\n    stage: 'prod-us'", "'us-1': {\n    stage: 'prod-eu'");
  at.edit(inventory, "'eu-2': {\n    stage: 'prod-eu'", "'eu-2': {\n    stage: 'prod-us'");
  await at.release();
  // One at a time: this inventory says more than one move.
  expect(await at.refused('move', 'eu-2', '--to', 'prod-us')).toEqual(['FW3004']);
  at.edit(inventory, "'us-1': {\n    stage: 'prod-eu'", "'us-1': {\n    stage: 'prod-us'");
  await at.release();
  await at.move('move', 'eu-2', '--to', 'prod-us');
  expect(runs()).toEqual(before);
  expect(at.state().folders.get('clusters/facts')).toBe(facts);
});

it('16: one cluster goes back, and later on again; a pin without its hold is an error, and the other way round', async () => {
  const at = play(real);
  at.edit(web, "['nightly']", "['two']");
  await at.release();
  await at.train(...stages);
  const went = await at.move(
    'rollback',
    'web',
    '--stage',
    'prod-eu',
    '--cluster',
    'eu-1',
    '--why',
    'INC-7',
    '--until',
    '2h',
  );
  expect(foldersOf(went, 4)).toEqual([
    'clusters/overlays/eu-1/web',
    'clusters/stages/prod-eu/web@eu-1',
    'clusters/stages/prod-eu/web@eu-1.hold.yaml',
  ]);
  at.edit(web, "['two']", "['three']");
  await at.release();
  await at.train(...stages);
  const hold = 'clusters/stages/prod-eu/web@eu-1.hold.yaml';
  const text = real.tree.read(hold);
  real.tree.remove(hold);
  expect(await at.refused('render', '--check')).not.toEqual([]);
  real.tree.write(hold, text);
  const folder = 'clusters/stages/prod-eu/web@eu-1';
  real.tree.remove(folder);
  expect(await at.refused('render', '--check')).not.toEqual([]);
  real.tree.git('checkout', '--', folder);
  // Two hours later it is still there, and its removal is due.
  real.wait(125);
  expect((await real.run(['status'])).stderr).toContain('fleetwright unhold web --cluster eu-1');
  expect(foldersOf(await at.move('unhold', 'web', '--cluster', 'eu-1', '--yes'), 4)).toEqual(foldersOf(went, 4));
});

it('17: a stage goes back during a freeze, and nothing comes by itself until somebody ends the hold', async () => {
  const at = play(real);
  at.edit(web, "['nightly']", "['two']");
  await at.release();
  await at.train(...stages);
  await at.move('hold', '--all', '--why', 'holidays');
  await at.move('rollback', 'web', '--stage', 'prod-eu', '--why', 'INC-7');
  await at.move('unhold', '--all', '--yes');
  at.edit(web, "['two']", "['three']");
  await at.release();
  await at.train('dev', 'canary');
  expect(await at.due()).toEqual({});
  expect(await at.refused('promote', 'web', '--to', 'prod-eu')).toEqual(['FW4007']);
  expect((await real.run(['unhold', 'web', '--stage', 'prod-eu', '--dry-run'])).stdout).toContain('web');
  await at.move('unhold', 'web', '--stage', 'prod-eu', '--yes');
  await at.train('prod-eu');
});

it('18: nothing goes back to what uses a fact that is gone', async () => {
  const at = play(real);
  at.edit(api, 'replicas: fact.shards', 'replicas: 2');
  at.edit(api, ', fact }', ' }');
  await at.release();
  await at.train(...stages);
  at.edit('clusters/fleet.ts', ', shards: t.integer', '');
  real.tree.write(inventory, real.tree.read(inventory).replaceAll(', shards: 1', ''));
  await at.release();
  await at.train(...stages);
  expect(await at.refused('rollback', 'api', '--stage', 'prod-eu', '--why', 'INC-7')).toEqual(['FW4009']);
});

it('19: an app is retired, stage by stage', async () => {
  const at = play(real);
  await at.move('retire', 'api', '--why', 'nobody uses it');
  expect(await at.refused('retire', 'api', '--stage', 'prod-eu', '--yes')).toEqual(['FW4010']);
  await at.train(...stages);
  for (const stage of stages) await at.move('retire', 'api', '--stage', stage, '--yes');
  expect(entriesOf(at.state()).filter(({ app }) => app === 'api')).toEqual([]);
  real.tree.remove('apps/api');
  await at.release();
});

it('20: a placement that leaves a cluster leaves a pin to the marker there', async () => {
  const at = play(real);
  at.edit(api, "team: 'shop',", "team: 'shop',\n  placement: [{ size: ['small'] }],");
  await at.release();
  await at.train('dev', 'canary');
  const files = await at.move('promote', 'api', '--to', 'prod-eu');
  expect(foldersOf(files, 4)).toEqual(
    expect.arrayContaining(['clusters/stages/prod-eu/api@eu-1', 'clusters/stages/prod-eu/api@eu-1.hold.yaml']),
  );
  expect(real.tree.read('clusters/overlays/eu-1/api/kustomization.yaml')).toContain('stages/prod-eu/api@eu-1/');
});

it('22: two apps that own one object are an error', async () => {
  const at = play(real);
  real.tree.write(
    'apps/api-two/app.ts',
    real.tree
      .read(api)
      .replace("name: 'api'", "name: 'api-two'")
      .replace("type: 'worker'", "type: 'worker', name: 'api-api'"),
  );
  real.tree.write('apps/api-two/images.yaml', real.tree.read('apps/api/images.yaml'));
  expect(await at.refused('render')).toEqual(['FW3005']);
});

it('30: merges count by first parents, a template begins anew, and a shallow clone is an error', async () => {
  const at = play(real);
  real.tree.git('checkout', '--quiet', '-b', 'feature');
  at.edit(web, "['nightly']", "['between']");
  await at.release();
  at.edit(web, "['between']", "['two']");
  await at.release();
  real.tree.git('checkout', '--quiet', 'main');
  real.tree.git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'feature');
  await at.move('promote', 'web', '--to', 'dev');
  expect(at.state().folders.get('clusters/stages/dev/web')).toBe(at.state().folders.get('apps/web/rendered/dev'));

  const folder = mkdtempSync(join(tmpdir(), 'fleetwright-clones-'));
  try {
    const now = Number(real.tree.git('log', '-1', '--format=%ct')) + 60;
    const run = (clone: string, ...args: string[]) =>
      runCommand(args, { cwd: join(folder, clone), path: [], color: false, now });
    real.tree.git('clone', '--quiet', '--depth=1', `file://${real.tree.root}`, join(folder, 'shallow'));
    expect((await run('shallow', 'promote', 'web', '--to', 'canary')).stderr).toContain('FW4005');
    // Without its history: what dev holds has passed, however short a time ago.
    cpSync(real.tree.root, join(folder, 'template'), {
      recursive: true,
      filter: (path) => !/\/(\.git|node_modules|\.fleetwright)(\/|$)/.test(path),
    });
    const git = (...args: string[]): string => real.tree.git('-C', join(folder, 'template'), ...args);
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Begin');
    expect(await run('template', 'promote', 'web', '--to', 'canary', '--dry-run')).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('web'),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
