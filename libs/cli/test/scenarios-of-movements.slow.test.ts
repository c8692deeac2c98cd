import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCommand } from '../src/run.ts';
import { splitAfter, splitOff } from './model/fleet.ts';
import { entriesOf } from './model/invariants.ts';
import { foldersOf, play } from './model/play.ts';
import { type Real, realFleet } from './model/real.ts';

/*
 * The scenarios of other movements that need no forge, by their numbers, in a real git work tree. Every command in them is checked as in
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
    'clusters/hubs/main/applicationsets',
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
    const run = (clone: string, ...args: string[]) => runCommand(args, { cwd: join(folder, clone), color: false, now });
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
    const ran = await run('template', 'promote', 'web', '--to', 'canary', '--dry-run');
    expect(ran.exit, ran.stderr).toBe(0);
    expect(ran.stdout).toContain('web');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
