import { smallFleet } from '../small-fleet.ts';

const cluster = (name: string, stage: string, size: string): string => `  '${name}': {
    stage: '${stage}', hub: 'main', server: 'https://${name}.example.com:6443', kubernetes: '1.36',
    labels: { size: '${size}' }, facts: { domain: '${name}.example.com', shards: 1 },
  },
`;

const api = `import { defineApp, fact } from '#fleet';

export default defineApp({
  name: 'api',
  team: 'shop',
  processes: { api: { type: 'worker', image: 'server', args: ['nightly'], scale: { type: 'fixed', replicas: fact.shards } } },
});
`;

const base = `import { definePlatform } from '#fleet';

export default definePlatform({ name: 'base', addOn: true, namespaces: { shop: {} } });
`;

/** Stages of the model's fleet, in order. The last comes to be by a split of the one before. */
export const stageNames = ['dev', 'canary', 'prod-eu', 'prod-us'] as const;
/** The stages that it begins with. */
export const firstStages = stageNames.slice(0, 3);
export const clusterNames = ['dev-1', 'canary-1', 'eu-1', 'eu-2', 'us-1'] as const;

/** What the new stage looks like in clusters/fleet.ts. */
export const splitOff = "    'prod-us': { environment: 'prod', after: ['prod-eu'] },\n";
/** After which line it comes. */
export const splitAfter = "    'prod-eu': { environment: 'prod', after: ['canary'] },\n";

/** A fleet of three stages in two environments, five clusters on one hub, two apps and their namespace. */
export const modelFleet: Readonly<Record<string, string>> = {
  ...smallFleet,
  'clusters/fleet.ts': smallFleet['clusters/fleet.ts'].replace(
    "    prod: { environment: 'prod', after: ['dev'] },\n",
    `    canary: { environment: 'prod', after: ['dev'], soak: '3m' },\n${splitAfter}`,
  ),
  'clusters/inventory.ts': `import { defineInventory } from '#fleet';

export default defineInventory({
${cluster('dev-1', 'dev', 'small')}${cluster('canary-1', 'canary', 'small')}${cluster('eu-1', 'prod-eu', 'large')}${cluster('eu-2', 'prod-eu', 'small')}${cluster('us-1', 'prod-eu', 'small')}});
`,
  'apps/api/app.ts': api,
  'apps/api/images.yaml': smallFleet['apps/web/images.yaml'],
  'apps/base/app.ts': base,
};
