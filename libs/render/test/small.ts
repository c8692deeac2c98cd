import type { Sketch } from './stages.ts';

const web = {
  namespaces: ['shop-jobs'],
  rules: { big: { size: ['large'] } },
  variants: ['big', 'default'],
  facts: { domain: 'text', shards: 'integer', tls: 'boolean' },
  labels: { size: ['large', 'small'] },
} as const;

const namespaces = {
  team: 'platform',
  platform: true,
  addOn: true,
  objects: ['shop', 'shop-jobs'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
};

/** Two stages on one hub, an app with a rule and facts, a platform app, a pin. */
export const small = {
  'prod-eu': {
    follows: ['prod-canary'],
    clusters: {
      'eu-1': { labels: { size: 'large' }, facts: { domain: 'eu-1.example.com', shards: 12, tls: true } },
      'eu-2': { labels: { size: 'small' }, facts: { domain: 'eu-2.example.com', shards: 3, tls: false } },
    },
    apps: { web, 'web@eu-2': web, namespaces },
  },
  'prod-canary': {
    clusters: { 'eu-0': { labels: { size: 'small' }, facts: { domain: 'no', shards: 1, tls: false } } },
    apps: { web, namespaces },
  },
} satisfies Sketch;
