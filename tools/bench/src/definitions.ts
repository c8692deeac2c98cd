import { appFiles, teams } from './apps.ts';

/** How large a fleet is. */
export interface Size {
  /** The platform app among them. */
  readonly apps: number;
  readonly clusters: number;
}

/** A stage of the synthetic fleet. */
export interface Stage {
  readonly name: string;
  readonly environment: string;
  readonly after: readonly string[];
  readonly hub: string;
  /** Its part of the clusters. */
  readonly share: number;
}

/** In their order. */
export const stages: readonly Stage[] = [
  { name: 'dev', environment: 'dev', after: [], hub: 'nonprod', share: 0.02 },
  { name: 'staging', environment: 'staging', after: ['dev'], hub: 'nonprod', share: 0.03 },
  { name: 'prod-canary', environment: 'prod', after: ['staging'], hub: 'europe', share: 0.05 },
  { name: 'prod-eu', environment: 'prod', after: ['prod-canary'], hub: 'europe', share: 0.3 },
  { name: 'prod-us', environment: 'prod', after: ['prod-eu'], hub: 'america', share: 0.3 },
  { name: 'prod-ap', environment: 'prod', after: ['prod-eu'], hub: 'asia', share: 0.3 },
];

/** All that people and bots would have written of a fleet of this size, by path from the root; every app is on every cluster. */
export function definitions({ apps, clusters }: Size): ReadonlyMap<string, string> {
  const files = new Map([
    ['clusters/fleet.ts', fleet()],
    ['clusters/inventory.ts', inventory(clusters)],
    ['apps/namespaces/app.ts', namespaces()],
    ['.gitignore', 'node_modules/\n.fleetwright/\n'],
    ['package.json', '{ "type": "module", "imports": { "#fleet": "./clusters/fleet.ts" } }\n'],
  ]);
  for (let index = 0; index < apps - 1; index++) {
    const { name, definition, images } = appFiles(index);
    files.set(`apps/${name}/app.ts`, definition).set(`apps/${name}/images.yaml`, images);
  }
  return files;
}

const sizes = ['small', 'medium', 'large'] as const;
const meshes = ['none', 'istio'] as const;
const versions = ['1.34', '1.35', '1.36'] as const;

function fleet(): string {
  const stagesSaid = stages.map(
    ({ name, environment, after }) =>
      `    '${name}': { environment: '${environment}', after: ${JSON.stringify(after)} },`,
  );
  const teamsSaid = teamNames().map((team) => `    '${team}': { owners: ['@example/${team}'] },`);
  return `import { defineFleet, t } from '@fleetwright/model';

export const fleet = defineFleet({
  environments: {
    dev: { namespace: 'apps', digests: 'recommended' },
    staging: { namespace: 'apps', digests: 'recommended' },
    prod: { namespace: 'apps', digests: 'demanded' },
  },
  stages: {
${stagesSaid.join('\n')}
  },
  teams: {
    platform: { owners: ['@example/platform'] },
${teamsSaid.join('\n')}
  },
  platform: 'platform',
  hubs: { nonprod: { buckets: 1 }, europe: { buckets: 4 }, america: { buckets: 4 }, asia: { buckets: 4 } },
  kubernetes: ${JSON.stringify(versions)},
  labels: { size: ${JSON.stringify(sizes)}, mesh: ${JSON.stringify(meshes)} },
  facts: { account: t.text, domain: t.text, region: t.oneOf('eu', 'us', 'ap'), shards: t.integer },
  repository: { url: 'https://git.example.com/fleet.git', revision: 'main' },
  gateway: { name: 'public', namespace: 'ingress' },
  secretStore: { kind: 'ClusterSecretStore', name: 'fleet' },
});

export const { defineApp, defineInventory, definePlatform, fact, patch, raw, text } = fleet;
`;
}

function teamNames(): string[] {
  return Array.from({ length: teams }, (_, index) => `team-${index}`);
}

function inventory(clusters: number): string {
  const entries = stages.flatMap((stage) =>
    Array.from({ length: clustersIn(stage, clusters) }, (_, index) => cluster(stage, index)),
  );
  return `import { defineInventory } from '#fleet';\n\nexport default defineInventory({\n${entries.join('')}});\n`;
}

/** Every stage has one cluster at least; the last stage has what is left. */
function clustersIn(stage: Stage, clusters: number): number {
  const share = ({ share: part }: Stage): number => Math.max(1, Math.round(part * clusters));
  const last = stages.at(-1);
  if (stage !== last) return share(stage);
  let left = clusters;
  for (const other of stages) if (other !== last) left -= share(other);
  return left;
}

function cluster({ name: stage, hub }: Stage, index: number): string {
  const name = `${stage}-${String(index).padStart(3, '0')}`;
  const pick = <T>(values: readonly T[], every: number): T | undefined =>
    values[Math.floor(index / every) % values.length];
  const region = { europe: 'eu', america: 'us', asia: 'ap' }[hub] ?? 'eu';
  return `  '${name}': {
    stage: '${stage}',
    hub: '${hub}',
    server: 'https://api.${name}.example.com:6443',
    kubernetes: '${pick(versions, 6)}',
    labels: { size: '${pick(sizes, 2)}', mesh: '${pick(meshes, 1)}' },
    facts: { account: '${String(100_000_000 + index)}', domain: '${name}.example.com', region: '${region}', shards: ${1 + (index % 12)} },
  },
`;
}

function namespaces(): string {
  const said = teamNames().map(
    (team) => `    '${team}': { quota: { 'requests.cpu': '100', 'limits.memory': '400Gi' } },`,
  );
  return `import { definePlatform } from '#fleet';

/** Made up for the benchmark. */
export default definePlatform({
  name: 'namespaces',
  addOn: true,
  namespaces: {
${said.join('\n')}
  },
});
`;
}
