import { defineFleet, t } from '@fleetwright/model';

export const { defineApp, defineInventory, definePlatform, fact, patch, raw, text, ...fleet } = defineFleet({
  environments: {
    dev: { namespace: 'dev', digests: 'recommended' },
    staging: { namespace: 'staging', digests: 'recommended' },
    prod: { namespace: 'prod', digests: 'recommended' },
  },
  stages: {
    dev: { environment: 'dev', after: [] },
    'prod-canary': { environment: 'prod', after: ['dev'] },
  },
  teams: { shop: { owners: ['@acme/shop'] }, core: { owners: ['@acme/core'] } },
  platform: 'core',
  hubs: { main: { buckets: 1 } },
  kubernetes: ['1.35', '1.36'],
  facts: { domain: t.text, region: t.oneOf('eu', 'us'), shards: t.integer },
  labels: { size: ['small', 'large'], gpu: ['yes', 'no'] },
  repository: { url: 'https://git.example.com/acme/fleet.git', revision: 'main' },
  gateway: { name: 'public', namespace: 'ingress' },
  secretStore: { kind: 'ClusterSecretStore', name: 'vault' },
});
