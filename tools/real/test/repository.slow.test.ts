import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseClusters, readInventory } from '../src/fleet/choose.ts';
import { repositoryRoot } from '../src/programs.ts';
import { type GitServer, startGitServer } from '../src/repository/git-server.ts';
import { prepareRepository } from '../src/repository/prepare.ts';
import { WorkTree } from '../src/repository/work-tree.ts';

const servers = new Map([
  ['dev-1', 'https://127.0.0.1:7001'],
  ['staging-1', 'https://127.0.0.1:7002'],
  ['canary-eu-1', 'https://127.0.0.1:7003'],
  ['eu-1', 'https://127.0.0.1:7004'],
]);

describe('prepareRepository', () => {
  const folder = mkdtempSync(join(tmpdir(), 'repository-'));
  const bare = join(folder, 'fleet.git');
  const clone = new WorkTree(join(folder, 'work-tree'));
  const said: string[] = [];
  let server: GitServer;

  beforeAll(async () => {
    const note = (words: string): unknown => said.push(words);
    server = await startGitServer({ repository: bare, hooks: () => [], note });
    const chosen = chooseClusters(await readInventory(repositoryRoot), { hubs: 2, spokes: 4 });
    await prepareRepository({ bare, workTree: clone.folder, url: server.url, chosen, servers, say: note });
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A file below clusters/, generated. */
  function read(...path: string[]): string {
    return readFileSync(join(clone.folder, 'clusters', ...path), 'utf8');
  }

  test('what is served is what is in the clone, with nothing left uncommitted, and generated as it should', async () => {
    expect((await clone.git('ls-remote', server.url, 'refs/heads/main')).split('\t')[0]).toBe(
      await clone.git('rev-parse', 'HEAD'),
    );
    expect(await clone.git('status', '--porcelain')).toBe('');
    await clone.fleetwright('render', '--check');
  });

  test('every stage holds the fleet that was rendered, promoted by the command', async () => {
    const { stages } = await readInventory(repositoryRoot);
    for (const stage of stages)
      expect(read('stages', stage, 'fleet', 'clusters.yaml')).toBe(read('rendered', stage, 'clusters.yaml'));
    const subjects = (await clone.git('log', '--reverse', '--format=%s', `-${stages.length + 1}`)).split('\n');
    expect(subjects).toEqual([
      'Only the clusters that run here',
      ...stages.map((stage) => `Promote fleet to ${stage}`),
    ]);
  });

  test('hubs serve the clusters that run here and no others, from the repository that is served', () => {
    const served = (hub: string): string[] =>
      readdirSync(join(clone.folder, 'clusters/hubs', hub, 'clusters')).toSorted();
    expect(served('nonprod')).toEqual(['dev-1.yaml', 'staging-1.yaml']);
    expect(served('europe')).toEqual(['canary-eu-1.yaml', 'eu-1.yaml']);
    expect(readdirSync(join(clone.folder, 'clusters/hubs/world'))).not.toContain('clusters');
    for (const [cluster, url] of servers) {
      const hub = cluster.includes('eu') ? 'europe' : 'nonprod';
      expect(read('hubs', hub, 'clusters', `${cluster}.yaml`)).toContain(`server: ${url}\n`);
    }
    expect(read('hubs/nonprod/root.yaml')).toContain(`repoURL: ${server.url}\n`);
  });

  test("nonprod's ApplicationSets list dev-1 and staging-1 only", () => {
    const sets = readdirSync(join(clone.folder, 'clusters/hubs/nonprod/applicationsets'));
    expect(sets.length).toBeGreaterThan(10);
    const named = sets.flatMap(
      (file) => read('hubs/nonprod/applicationsets', file).match(/\b(?:dev|staging|canary-\w+|eu|us|ap)-\d\b/g) ?? [],
    );
    expect([...new Set(named)].toSorted()).toEqual(['dev-1', 'staging-1']);
  });

  test('it said which commit runs, and every step', () => {
    expect(said[0]).toMatch(/^the fleet is HEAD \([0-9a-f]{7,} .+\)/);
    expect(said).toContain('promoted the fleet to prod-us');
    expect(said.at(-1)).toBe('pushing it to main');
  });
});
