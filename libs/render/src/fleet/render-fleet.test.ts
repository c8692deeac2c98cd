import type { Cluster, FleetModel, InventoryModel, Stage } from '@fleetwright/model/engine';
import { clusters, policy } from '@fleetwright/model/engine';
import { parseYaml } from 'kustomize-ts/yaml';
import { expect, test } from 'vitest';
import { deploy } from '../deploy/deploy.ts';
import { renderFleet } from './render-fleet.ts';

const repository = { url: 'https://git.example.com/acme/fleet.git', revision: 'main' };
const stage = (name: string, after: readonly string[]): [string, Stage] => [
  name,
  { name, environment: 'prod', after, soak: 0 },
];
const cluster = (name: string, own: Partial<Cluster>): [string, Cluster] => {
  const rest = { hub: 'eu', stage: 'canary', kubernetes: '1.35', state: 'active', labels: {}, facts: {} } as const;
  return [name, { name, server: `https://${name}.example.com`, ...rest, ...own }];
};

const fleet: FleetModel = {
  file: 'clusters/fleet.ts',
  environments: new Map([['prod', { name: 'prod', namespace: 'shop', digests: 'demanded' }]]),
  stages: new Map([stage('canary', []), stage('eu', ['canary']), stage('us', ['eu'])]),
  teams: new Map([['platform', { owners: ['@acme/platform'] }]]),
  platform: 'platform',
  hubs: new Map(['us', 'eu', 'idle'].map((name) => [name, { name, buckets: 2, namespace: 'argocd', repository }])),
  kubernetes: ['1.35'],
  facts: new Map(),
  labels: new Map(),
  gateway: { name: 'public', namespace: 'gateways' },
  secretStore: { kind: 'ClusterSecretStore', name: 'vault' },
};
const inventory: InventoryModel = {
  file: 'clusters/inventory.ts',
  clusters: new Map([
    cluster('c-2', {
      labels: { size: 'small', mesh: 'none' },
      facts: { zone: 'b', domain: 'c.example.com', shards: 3 },
    }),
    cluster('c-1', { state: 'gone' }),
    cluster('eu-1', { stage: 'eu' }),
    cluster('us-1', { stage: 'us', hub: 'us' }),
  ]),
};

test('writes what each stage would know, and the policy', async () => {
  const result = renderFleet(fleet, inventory);
  const files = result.ok ? [...result.value].toSorted(([a], [b]) => (a < b ? -1 : 1)) : [];
  await expect(files.map(([path, content]) => `===== ${path}\n${content}`).join('')).toMatchFileSnapshot(
    './fleet.golden',
  );
  for (const [path, content] of files) {
    const parsed = parseYaml(content, path);
    const schema = path === 'policy.yaml' ? policy : clusters;
    expect(schema.safeParse(parsed.ok ? parsed.value : undefined).success).toBe(true);
  }
});

test('a stage without clusters is an error', () => {
  const result = renderFleet({ ...fleet, stages: new Map([...fleet.stages, stage('ap', [])]) }, inventory);
  expect(result.ok ? [] : result.errors.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'FW1040 the stage ap has no clusters',
  ]);
});

test('what it writes is what stages are made of', () => {
  const result = renderFleet(fleet, inventory);
  const rendered = result.ok ? [...result.value] : [];
  const promoted = rendered.flatMap(([path, content]) =>
    path.endsWith('/clusters.yaml') ? [[path.replace('/', '/fleet/'), content] as const] : [],
  );
  const deployed = deploy(new Map(promoted));
  const facts = deployed.ok ? [...deployed.value.keys()].filter((path) => path.endsWith('cluster-facts.yaml')) : [];
  expect(facts.toSorted()).toEqual(['c-2', 'eu-1', 'us-1'].map((name) => `facts/${name}/cluster-facts.yaml`));
});
