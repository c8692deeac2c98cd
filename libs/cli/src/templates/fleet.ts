import { literal } from './literal.ts';

/** Where the Argo CDs read. */
export interface FleetRepository {
  readonly url: string;
  readonly revision: string;
}

/** The text of `clusters/fleet.ts` to begin with: three stages, one hub, one team. */
export function fleetSource(repository: FleetRepository): string {
  return `import { defineFleet, t } from '@fleetwright/model';

/**
 * The vocabulary of the fleet: what apps and the inventory may say. A word that is not here is a compiler error there.
 * Which clusters there are stands in \`inventory.ts\`; apps never see it, so that no app can depend on one cluster.
 */
export const fleet = defineFleet({
  environments: {
    // \`namespace\` is for apps that name none. \`digests: 'demanded'\` makes an image without a digest an error.
    dev: { namespace: 'apps', digests: 'recommended' },
    staging: { namespace: 'apps', digests: 'recommended' },
    prod: { namespace: 'apps', digests: 'recommended' },
  },

  // A release enters at the top and goes down. With \`soak: '24h'\` it has to be in a stage for a day before it goes on.
  stages: {
    dev: { environment: 'dev', after: [] },
    staging: { environment: 'staging', after: ['dev'] },
    prod: { environment: 'prod', after: ['staging'] },
  },

  // Who reviews what: users or teams of the forge. Add a line for each team that owns apps.
  teams: {
    platform: { owners: ['@example/platform'] },
  },
  platform: 'platform',

  // One Argo CD per hub. An app is spread over so many ApplicationSets there, for ever: choose for the clusters that the
  // hub may get, one bucket for every hundred.
  hubs: {
    main: { buckets: 1 },
  },

  // What the clusters run; everything is validated for each.
  kubernetes: ['1.34', '1.35', '1.36'],

  // Labels choose: rules and placement ask for them, and every combination that apps ask for is rendered and reviewed.
  labels: {
    size: ['small', 'large'],
  },

  // Facts fill in: apps write \`fact.domain\` where a value belongs, and each cluster puts in its own.
  facts: {
    /** Everything that a cluster serves is below this DNS name. */
    domain: t.text,
  },

  repository: ${literal({ ...repository }, { indent: '  ' }, 'repository: ')},
  gateway: { name: 'public', namespace: 'ingress' },
  secretStore: { kind: 'ClusterSecretStore', name: 'fleet' },
});

export const { defineApp, defineInventory, definePlatform, fact, patch, raw, text } = fleet;
`;
}

/** The text of `clusters/inventory.ts` to begin with: one cluster in each stage. */
export function inventorySource(): string {
  const clusters = ['dev', 'staging', 'prod'].map((stage) => {
    const cluster = {
      stage,
      hub: 'main',
      server: `https://api.${stage}-1.example.com:6443`,
      kubernetes: '1.36',
      labels: { size: 'small' },
      facts: { domain: `${stage}-1.example.com` },
    };
    return `  '${stage}-1': ${literal(cluster, { indent: '  ', expand: 1 })},\n`;
  });
  return `import { defineInventory } from '#fleet';

/**
 * The clusters. A change here deploys nothing: it reaches a cluster when a release of \`fleet\` is promoted to its stage.
 */
export default defineInventory({
${clusters.join('')}});
`;
}

/** The text of `apps/namespaces/app.ts` to begin with. */
export function namespacesSource(): string {
  return `import { definePlatform } from '#fleet';

/**
 * The namespaces that apps live in: restricted Pod Security, and nothing may talk but what a NetworkPolicy allows. An
 * add-on, because a cluster needs them before its first app.
 */
export default definePlatform({
  name: 'namespaces',
  addOn: true,
  namespaces: {
    // Where apps land that name no namespace (clusters/fleet.ts).
    apps: {},
  },
});
`;
}

/** The text of `docs/fleet.md` to begin with: other pages point to it. */
export function fleetPage(): string {
  return `# The fleet

What is in \`apps/\` and \`clusters/\`. Say here what a newcomer has to know: who owns what, which cluster is which, whom to ask.

| stage | after | environment | hub: clusters |
|---|---|---|---|
| \`dev\` | – | dev | main: dev-1 |
| \`staging\` | \`dev\` | staging | main: staging-1 |
| \`prod\` | \`staging\` | prod | main: prod-1 |

| app | team | |
|---|---|---|
| \`namespaces\` | platform | the namespaces that apps live in |
`;
}
