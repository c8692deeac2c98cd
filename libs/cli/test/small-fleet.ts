/** A fleet small enough to be read at a glance: two stages, three clusters, one hub, one app with a fact and a rule. */
export const smallFleet = {
  'clusters/fleet.ts': `import { defineFleet, t } from '@fleetwright/model';

export const fleet = defineFleet({
  environments: {
    dev: { namespace: 'shop', digests: 'recommended' },
    prod: { namespace: 'shop', digests: 'recommended' },
  },
  stages: {
    dev: { environment: 'dev', after: [] },
    prod: { environment: 'prod', after: ['dev'] },
  },
  teams: { platform: { owners: ['@acme/platform'] }, shop: { owners: ['@acme/shop'] } },
  platform: 'platform',
  hubs: { main: { buckets: 1 } },
  kubernetes: ['1.35', '1.36'],
  facts: { domain: t.text, shards: t.integer },
  labels: { size: ['small', 'large'] },
  repository: { url: 'https://git.example.com/fleet.git', revision: 'main' },
  gateway: { name: 'public', namespace: 'ingress' },
  secretStore: { kind: 'ClusterSecretStore', name: 'vault' },
});

export const { defineApp, definePlatform, defineInventory, fact, text, patch, raw } = fleet;
`,
  'clusters/inventory.ts': `import { defineInventory } from '#fleet';

export default defineInventory({
  'dev-1': {
    stage: 'dev', hub: 'main', server: 'https://dev-1.example.com:6443', kubernetes: '1.36',
    labels: { size: 'small' }, facts: { domain: 'dev-1.example.com', shards: 1 },
  },
  'eu-1': {
    stage: 'prod', hub: 'main', server: 'https://eu-1.example.com:6443', kubernetes: '1.35',
    labels: { size: 'large' }, facts: { domain: 'eu-1.example.com', shards: 3 },
  },
  'us-1': {
    stage: 'prod', hub: 'main', server: 'https://us-1.example.com:6443', kubernetes: '1.36',
    labels: { size: 'small' }, facts: { domain: 'us-1.example.com', shards: 2 },
  },
});
`,
  'apps/web/app.ts': `import { defineApp, fact, patch, text } from '#fleet';

export default defineApp({
  name: 'web',
  team: 'shop',
  config: { REGION_DOMAIN: fact.domain },
  processes: {
    web: {
      type: 'web',
      image: 'server',
      ports: { http: 8080 },
      host: text\`web.\${fact.domain}\`,
      readiness: { type: 'http', path: '/ready', port: 'http' },
      scale: { type: 'fixed', replicas: 1 },
    },
    nightly: { type: 'cron', image: 'server', args: ['nightly'], schedule: '0 3 * * *' },
  },
  environments: { prod: { processes: { web: { scale: { replicas: 2 } } } } },
  rules: [{ name: 'large', environment: 'prod', when: { size: 'large' }, set: { processes: { web: { scale: { replicas: 6 } } } } }],
  patches: [patch('Deployment', 'web', { why: 'INC-12: the resolver of the old image asks five times', merge: { spec: { template: { spec: { dnsPolicy: 'Default' } } } } })],
});
`,
  'apps/web/images.yaml': `server:
  name: registry.example.com/web
  tag: "1.4.2"
  digest: sha256:9b1f3d1c0a7be4bb7a1e7a3a2dc1f3f3e0a7c5ffb0f6f5b2ac47d1c2c9a9d001
`,
} as const;
