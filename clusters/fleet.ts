import { defineFleet, t } from '@fleetwright/model';

/**
 * The vocabulary of the fleet: what apps and the inventory may say. A word that is not here is a compiler error there.
 * Which clusters there are stands in `inventory.ts`; apps never see it, so that no app can depend on one cluster.
 */
export const fleet = defineFleet({
  environments: {
    // `namespace` is for apps that name none: your first one lands in `apps`.
    // `recommended` warns about images without a digest: the shop's publisher gives tags only. Say `demanded` where
    // what runs must not change under a tag that somebody moves; a missing digest is an error then.
    dev: { namespace: 'apps', digests: 'recommended' },
    staging: { namespace: 'apps', digests: 'recommended' },
    prod: { namespace: 'apps', digests: 'recommended' },
  },

  // A release enters at the top and goes down. prod-us and prod-ap wait for the same stage, not for each other. There
  // is no `soak`: a release may move on as soon as the stage before has it.
  stages: {
    dev: { environment: 'dev', after: [] },
    staging: { environment: 'staging', after: ['dev'] },
    'prod-canary': { environment: 'prod', after: ['staging'] },
    'prod-eu': { environment: 'prod', after: ['prod-canary'] },
    'prod-us': { environment: 'prod', after: ['prod-eu'] },
    'prod-ap': { environment: 'prod', after: ['prod-eu'] },
  },

  teams: {
    platform: { owners: ['@example/platform'] },
    shop: { owners: ['@example/shop'] },
    web: { owners: ['@example/web'] },
  },
  platform: 'platform',

  // One Argo CD per hub. A cluster's Applications live in one of its buckets for ever, so the number is chosen for the
  // clusters that a hub may get, not for those it has.
  hubs: {
    nonprod: { buckets: 1 },
    europe: { buckets: 2 },
    world: { buckets: 2 },
  },

  kubernetes: ['1.34', '1.35', '1.36'],

  // Labels choose: rules and placement ask for them, and every combination that apps ask for is rendered and reviewed.
  labels: {
    size: ['small', 'medium', 'large'],
    mesh: ['none', 'istio'],
  },

  // Facts fill in: apps write `fact.domain` where a value belongs, and each cluster puts in its own.
  facts: {
    /** Everything that a cluster serves is below this DNS name. */
    domain: t.text,
    region: t.oneOf('eu', 'us', 'ap'),
    /** How many parts the task queue of web-app has on this cluster. */
    shards: t.integer,
  },

  repository: { url: 'https://github.com/example/fleet.git', revision: 'main' },
  gateway: { name: 'public', namespace: 'ingress' },
  secretStore: { kind: 'ClusterSecretStore', name: 'fleet' },
});

export const { defineApp, defineInventory, definePlatform, fact, patch, raw, text } = fleet;
