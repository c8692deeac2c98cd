import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'kustomize-ts';
import { diskFiles } from 'kustomize-ts/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BreakableTree, breakable } from './breakable.ts';
import { smallFleet } from './small-fleet.ts';
import type { WorkTree } from './work-tree.ts';

/** Folders of all overlays, from the root. */
function overlays(tree: WorkTree): string[] {
  const clusters = readdirSync(join(tree.root, 'clusters/overlays'));
  return clusters.flatMap((cluster) =>
    readdirSync(join(tree.root, 'clusters/overlays', cluster)).map((app) => `clusters/overlays/${cluster}/${app}`),
  );
}

/** Top folders of changed paths, deeper for clusters. */
function areas(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => path.split('/').slice(0, 3).join('/')))].sort();
}

function buildOverlay(root: string, overlay: string): string {
  const built = build(diskFiles(root), overlay);
  if (!built.ok) throw new Error(JSON.stringify(built.errors));
  return built.value.yaml;
}

describe('movements of the small fleet', () => {
  let at: BreakableTree;
  let tree: WorkTree;
  beforeAll(async () => {
    at = await breakable(smallFleet, ['dev', 'prod']);
    tree = at.tree;
  });
  afterAll(() => at[Symbol.dispose]());

  it('a second render changes nothing, and --check agrees', async () => {
    at.reset();
    await at.succeed('render');
    expect(tree.changed()).toEqual([]);
    expect((await at.run('render', '--check')).exit).toBe(0);
  });

  it('a stage holds exact copies of what is rendered', () => {
    at.reset();
    for (const [stage, environment] of [
      ['dev', 'dev'],
      ['prod', 'prod'],
    ]) {
      const held = tree.git('rev-parse', `HEAD:clusters/stages/${stage}/web`);
      expect(held).toBe(tree.git('rev-parse', `HEAD:apps/web/rendered/${environment}`));
      expect(tree.git('rev-parse', `HEAD:clusters/stages/${stage}/fleet`)).toBe(
        tree.git('rev-parse', `HEAD:clusters/rendered/${stage}`),
      );
    }
  });

  it('a changed definition changes rendered files only; its promotion one stage only', async () => {
    at.reset();
    tree.edit('apps/web/app.ts', "args: ['nightly']", "args: ['nightly', '--all']");
    await at.succeed('render');
    expect(areas(tree.changed())).toEqual(['apps/web/app.ts', 'apps/web/rendered']);
    expect((await at.run('promote', 'web', '--to', 'dev')).stderr).toContain('FW4004');
    tree.commit('All of it');
    expect((await at.run('promote', 'web', '--to', 'prod')).stderr).toContain('FW4003');
    await at.succeed('promote', 'web', '--to', 'dev');
    expect(areas(tree.changed())).toEqual(['clusters/stages/dev']);
    tree.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('a fact of every cluster changes no overlay, fact or hub until fleet is promoted', async () => {
    at.reset();
    tree.write(
      'clusters/inventory.ts',
      tree.read('clusters/inventory.ts').replaceAll(".example.com', shards", ".example.net', shards"),
    );
    await at.succeed('render');
    expect(areas(tree.changed())).toEqual(['clusters/inventory.ts', 'clusters/rendered/dev', 'clusters/rendered/prod']);
    tree.commit('Move to example.net');
    await at.succeed('promote', 'fleet', '--to', 'dev');
    expect(areas(tree.changed())).toEqual(['clusters/facts/dev-1', 'clusters/stages/dev']);
    tree.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('a new cluster, promoted, changes its own files and its hub’s', async () => {
    at.reset();
    tree.edit(
      'clusters/inventory.ts',
      "  'us-1': {",
      "  'ap-1': {\n    stage: 'prod', hub: 'main', server: 'https://ap-1.example.com:6443', kubernetes: '1.36',\n    labels: { size: 'small' }, facts: { domain: 'ap-1.example.com', shards: 1 },\n  },\n  'us-1': {",
    );
    await at.succeed('render');
    tree.commit('Add ap-1');
    await at.succeed('promote', 'fleet', '--to', 'dev');
    tree.commit('Promote fleet to dev');
    await at.succeed('promote', 'fleet', '--to', 'prod');
    expect(areas(tree.changed())).toEqual([
      'clusters/facts/ap-1',
      'clusters/hubs/main',
      'clusters/overlays/ap-1',
      'clusters/stages/prod',
    ]);
    expect(tree.changed().filter((path) => path.startsWith('clusters/stages/'))).toEqual([
      'clusters/stages/prod/fleet/clusters.yaml',
    ]);
    tree.git('reset', '--quiet', '--hard', 'HEAD~2');
  });

  it('splitting a stage changes no built object', async () => {
    const built = (): Map<string, string> =>
      new Map(overlays(tree).map((overlay) => [overlay, buildOverlay(tree.root, overlay)]));
    at.reset();
    const before = built();
    tree.edit(
      'clusters/fleet.ts',
      "prod: { environment: 'prod', after: ['dev'] },",
      "prod: { environment: 'prod', after: ['dev'] },\n    'prod-us': { environment: 'prod', after: ['prod'] },",
    );
    tree.edit('clusters/inventory.ts', "'us-1': {\n    stage: 'prod'", "'us-1': {\n    stage: 'prod-us'");
    await at.succeed('render');
    tree.commit('Split prod');
    expect((await at.run('promote', 'fleet', '--to', 'prod')).stderr).toContain('fleetwright new stage');
    await at.succeed('new', 'stage', 'prod-us', '--from', 'prod');
    expect(areas(tree.changed())).toEqual([
      'clusters/hubs/main',
      'clusters/overlays/us-1',
      'clusters/stages/prod',
      'clusters/stages/prod-us',
    ]);
    expect(built()).toEqual(before);
    tree.git('reset', '--quiet', '--hard', 'HEAD~1');
    tree.git('clean', '--quiet', '--force', '-d');
  });

  it('a definition that goes while stages run it is an error that names them', async () => {
    at.reset();
    tree.remove('apps/web/app.ts');
    const ran = await at.run('render');
    expect(ran.exit).toBe(1);
    expect(ran.stderr).toContain('FW5005');
    expect(ran.stderr).toContain('dev, prod still run web');
  });

  it('an app whose whole folder goes while stages run it is the same error', async () => {
    at.reset();
    tree.remove('apps/web');
    const ran = await at.run('render');
    expect(ran.exit).toBe(1);
    expect(ran.stderr).toContain('FW5005');
  });

  it('a stage that goes while it holds apps is an error', async () => {
    at.reset();
    tree.edit('clusters/fleet.ts', "    prod: { environment: 'prod', after: ['dev'] },\n", '');
    tree.write('clusters/inventory.ts', tree.read('clusters/inventory.ts').replaceAll("stage: 'prod'", "stage: 'dev'"));
    const ran = await at.run('render');
    expect(ran.exit).toBe(1);
    expect(ran.stderr).toContain('clusters/fleet.ts error FW5007: the stage "prod" is gone');
  });

  it('rendered files that no definition gives are no release', async () => {
    at.reset();
    const file = 'apps/web/rendered/dev/config/common/cronjob-web-nightly.yaml';
    tree.edit(file, '0 3 * * *', '0 4 * * *');
    tree.remove('apps/web/app.ts');
    tree.commit('By hand');
    const ran = await at.run('promote', 'web', '--to', 'dev');
    expect(ran.exit).toBe(1);
    expect(ran.stderr).toContain('FW4004');
    tree.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('a soak is waited for, whatever is wrong with other stages', async () => {
    at.reset();
    tree.edit(
      'clusters/fleet.ts',
      "dev: { environment: 'dev', after: [] }",
      "dev: { environment: 'dev', after: [], soak: '3650d' }",
    );
    tree.edit('apps/web/app.ts', "args: ['nightly']", "args: ['nightly', '--all']");
    await at.succeed('render');
    tree.commit('Change web');
    await at.succeed('promote', 'web', '--to', 'dev');
    tree.commit('Promote web to dev');
    expect((await at.run('promote', 'web', '--to', 'prod')).stderr).toContain('waiting for dev');
    tree.write('clusters/stages/prod/web/config/release.yaml', 'format: 9\n');
    expect((await at.run('promote', 'web', '--to', 'prod', '--dry-run')).stderr).toContain('waiting for dev');
    tree.git('reset', '--quiet', '--hard', 'HEAD~2');
  });

  it('a stage that was edited by hand is found, though everything derived from it is true', async () => {
    at.reset();
    tree.edit('clusters/stages/prod/web/config/common/cronjob-web-nightly.yaml', '0 3 * * *', '0 4 * * *');
    tree.commit('Innocent');
    const ran = await at.run('render', '--check');
    expect(ran.exit).toBe(1);
    expect(ran.stderr).toContain('clusters/stages/prod/web error FW3001');
    expect((await at.succeed('status')).stderr).toContain('warning FW3001');
    tree.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('a render of the fleet alone says what is due of apps too', async () => {
    at.reset();
    tree.edit('apps/web/app.ts', "args: ['nightly']", "args: ['nightly', '--all']");
    await at.succeed('render');
    tree.commit('Change web');
    expect((await at.succeed('render', 'fleet')).stderr).toContain('npx fleetwright promote --all-due --to dev  web');
    tree.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('a hold is no app', async () => {
    at.reset();
    tree.write('clusters/stages/dev/web.hold.yaml', 'reason: to be looked at\nauthor: A <a@example.com>\n');
    expect((await at.succeed('status', '--json')).stdout).not.toContain('web.hold.yaml');
  });

  it('--check lists what an edit of the definition would change, with exit status 2, and writes nothing', async () => {
    at.reset();
    tree.edit('apps/web/app.ts', "args: ['nightly']", "args: ['daily']");
    const before = tree.snapshot();
    const ran = await at.run('render', '--check');
    expect(ran.exit).toBe(2);
    expect(ran.stdout).toMatch(/^update apps\/web\/rendered\/dev\/config\/common\/cronjob-web-nightly\.yaml$/m);
    expect(tree.snapshot()).toEqual(before);
  });

  it('--json is one document on standard output', async () => {
    at.reset();
    for (const args of [
      ['render', '--json'],
      ['status', '--json'],
      ['promote', '--all-due', '--to', 'dev', '--json'],
    ]) {
      const ran = await at.succeed(...args);
      expect(JSON.parse(ran.stdout)).toMatchObject({ schema: `fleetwright/${args[0]}/v1`, exit: 0 });
      expect(ran.stderr).toBe('');
    }
  });
});
