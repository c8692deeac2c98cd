import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BreakableTree, breakable } from './breakable.ts';
import { smallFleet } from './small-fleet.ts';
import type { WorkTree } from './work-tree.ts';

const entry = 'clusters/stages/prod/web';
const overlay = 'clusters/overlays/eu-1/web/kustomization.yaml';

describe('an entry that was taken away by hand', () => {
  let at: BreakableTree;
  let tree: WorkTree;
  let before = '';
  beforeAll(async () => {
    const api = `import { defineApp } from '#fleet';

export default defineApp({
  name: 'api',
  team: 'shop',
  processes: { api: { type: 'worker', image: 'server', scale: { type: 'fixed', replicas: 1 } } },
});
`;
    const images = smallFleet['apps/web/images.yaml'];
    at = await breakable({ ...smallFleet, 'apps/api/app.ts': api, 'apps/api/images.yaml': images }, ['dev', 'prod']);
    tree = at.tree;
  });
  afterAll(() => at[Symbol.dispose]());
  beforeEach(() => {
    before = tree.git('rev-parse', 'HEAD').trim();
  });
  afterEach(() => {
    tree.git('reset', '--quiet', '--hard', before);
    at.reset();
  });

  it('is not carried out by a render, committed or not, until it is back', async () => {
    tree.remove(entry);
    expect(await at.refused('render')).toMatchObject([
      { code: 'FW3001', hint: `git checkout HEAD -- ${entry}, then fleetwright retire web shows the way` },
    ]);
    tree.commit('Clean up');
    const sha = tree.git('rev-parse', '--short=7', 'HEAD').trim();
    const back = `git checkout ${sha}^ -- ${entry}`;
    const message = `web is gone from prod since ${sha}: what it has on the clusters there would be left to nobody`;
    const hint = `${back}, then fleetwright retire web shows the way`;
    for (const command of [['render'], ['render', 'fleet'], ['render', '--check']])
      expect(await at.refused(...command)).toMatchObject([{ code: 'FW3001', message, hint, at: { file: entry } }]);
    expect((await at.succeed('status')).stderr).toContain(`warning FW3001: ${message}`);
    tree.git(...back.split(' ').slice(1));
    await at.succeed('render');
    expect(tree.changed().filter((path) => !path.startsWith(`${entry}/`))).toEqual([]);
    tree.commit('Bring it back');
    expect(await at.run('render', '--check')).toMatchObject({ exit: 0, stdout: '' });
  });

  it('is not carried out along with a movement of another app, but mended by a promotion of its own', async () => {
    tree.remove(entry);
    tree.commit('Clean up');
    const pin = ['pin', 'api', '--cluster', 'us-1', '--why', 'waits for a disk'];
    expect(await at.refused(...pin)).toMatchObject([{ code: 'FW3001' }]);
    await at.succeed('promote', 'web', '--to', 'prod');
    tree.commit('Bring it back');
    expect(await at.run('render', '--check')).toMatchObject({ exit: 0, stdout: '' });
  });

  it('is carried out where somebody says that it is meant', async () => {
    tree.remove(entry);
    tree.commit('Clean up');
    const { stderr } = await at.succeed('render', '--allow-deletions');
    expect(stderr).toContain('warning FW3001');
    expect(tree.changed()).toContain(overlay);
    tree.commit('As it was meant');
    // What is gone already keeps nobody from moving another app.
    await at.succeed('pin', 'api', '--cluster', 'us-1', '--why', 'waits for a disk');
  });
});

describe('a fleet that begins', () => {
  it('is to be committed first; stages that were lost are none', async () => {
    using at = await breakable(smallFleet, ['dev']);
    at.tree.remove('clusters/stages');
    expect(new Set((await at.refused('render')).map(({ code }) => code))).toEqual(new Set(['FW3001']));
    at.reset();
    await at.succeed('init', '--yes', '--force', '--repository', 'https://git.example.com/acme/fleet.git');
    for (const args of [['status'], ['status', 'namespaces']]) {
      const { stdout, stderr } = await at.succeed(...args);
      expect(stdout).toBe('');
      expect(stderr).toMatch(
        /^warning FW4004: the fleet that begins here is not .*\n  hint: git add --all && git commit\n$/,
      );
    }
    expect(await at.run('render', '--check')).toMatchObject({ exit: 0, stdout: '' });
    await at.succeed('render');
    at.tree.commit('Begin our fleet');
    expect((await at.succeed('status')).stdout).toMatch(/^namespaces +nothing/m);
  });
});
