import { defineApp, definePlatform, fact, patch, raw, text } from '../fleet.ts';

/** The least an app can be. */
export const hello = defineApp({
  name: 'hello',
  team: 'core',
  processes: { web: { type: 'web', image: 'hello', ports: { http: 8080 } } },
});

/** Overrides that merge, replace and delete; facts; rules; a patch. */
export const shop = defineApp({
  name: 'shop',
  team: 'shop',
  config: { REGION: fact.region, LOG_LEVEL: 'info' },
  processes: {
    web: {
      type: 'web',
      image: 'shop',
      ports: { http: 8080 },
      host: text`shop.${fact.domain}`,
      readiness: { type: 'http', path: '/ready' },
      scale: { type: 'fixed', replicas: 2 },
    },
    migrate: { type: 'job', image: 'shop', args: ['migrate'], run: 'before-sync' },
  },
  environments: {
    dev: { config: { LOG_LEVEL: null }, processes: { migrate: null } },
    prod: {
      processes: {
        web: {
          readiness: { periodSeconds: 5 },
          scale: { type: 'hpa', min: 3, max: 50, cpu: 70 },
          strategy: { type: 'rolling', surge: '25%' },
        },
      },
    },
  },
  rules: [
    {
      name: 'large',
      environment: 'prod',
      when: { size: 'large' },
      set: { processes: { web: { scale: { max: 200 } } } },
    },
  ],
  patches: [
    patch('Deployment', 'shop', {
      why: 'INC-12: the resolver of the node, not of the cluster',
      merge: { spec: { template: { spec: { dnsPolicy: 'Default' } } } },
    }),
  ],
});

/** Every type of process that has a state or a schedule; a raw object. */
export const ledger = defineApp({
  name: 'ledger',
  team: 'core',
  processes: {
    db: {
      type: 'stateful',
      image: 'postgres',
      replicas: fact.shards,
      storage: { '/data': { size: '50Gi' } },
      sidecars: { exporter: { image: 'exporter', ports: { metrics: 9187 } } },
    },
    poster: { type: 'worker', image: 'ledger', args: ['post'], scale: { type: 'hpa', min: 1, max: 20, memory: 80 } },
    close: { type: 'cron', image: 'ledger', args: ['close'], schedule: '0 3 * * *' },
  },
  raw: [
    raw('PersistentVolumeClaim', 'scratch', {
      why: 'OPS-7: the nightly export needs room',
      object: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    }),
  ],
});

/** What goes is nothing but its marker. */
export const old = defineApp({
  name: 'old',
  team: 'shop',
  retired: 'shop replaces it',
  placement: [{ size: 'large' }],
});
export const quotas = definePlatform({ name: 'quotas', retired: 'the namespaces have them', only: ['dev'] });
