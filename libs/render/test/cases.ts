import type { Definition } from '@fleetwright/model';
import { words } from './app-fleet.ts';

const { defineApp, definePlatform, fact, patch, raw, text } = words;
const app = { name: 'web', team: 'shop', only: ['dev'] } as const;
const web = { type: 'web', image: 'web', ports: { http: 8080 } } as const;

/** One tiny definition for each thing that rendering does: name of the golden file → definition. */
export const cases: { readonly [name: string]: Definition } = {
  deployment: defineApp({
    ...app,
    processes: {
      web: {
        ...web,
        command: ['/web'],
        args: ['--domain', fact.domain],
        env: { PORT: 8080, DEBUG: false, HOST: text`https://shop.${fact.domain}/` },
        ports: { http: 8080, metrics: { port: 9090, protocol: 'TCP' } },
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
        readiness: { type: 'http', path: '/ready', headers: { Cookie: 'a=b' }, initialDelaySeconds: 10 },
        liveness: { type: 'grpc', port: 'metrics' },
        startup: { type: 'exec', command: ['/up'] },
        scratch: { '/tmp': { size: '1Gi' }, '/var/.cache': { medium: 'Memory' } },
        security: { readOnlyRootFilesystem: false, capabilities: ['NET_BIND_SERVICE'] },
        sidecars: { proxy: { image: 'tool', ports: { admin: 9901 }, scratch: { '/tmp': {} } } },
        init: { wait: { image: 'tool', command: ['/wait'] } },
        annotations: { 'example.com/domain': fact.domain, note: 'yes' },
        labels: { tier: 'front' },
        runAs: { user: 1000, group: 1000, fsGroup: 1000 },
        drainSeconds: 5,
        scale: { type: 'fixed', replicas: 2 },
        strategy: { type: 'rolling', surge: 3, unavailable: '25%' },
      },
      mailer: { type: 'worker', image: 'db', name: 'post', strategy: { type: 'recreate' } },
    },
  }),
  'stateful-set': defineApp({
    ...app,
    name: 'store',
    processes: {
      db: {
        type: 'stateful',
        image: 'db',
        replicas: fact.shards,
        ports: { sql: 5432 },
        storage: { '/var/lib/data': { size: '10Gi', class: 'fast' } },
        readiness: { type: 'tcp' },
      },
      cache: {
        type: 'stateful',
        image: 'db',
        replicas: 3,
        ports: { redis: 6379 },
      },
    },
  }),
  job: defineApp({
    ...app,
    config: { DATABASE: text`db.${fact.domain}` },
    secrets: { PASSWORD: { from: 'shop/db', key: 'password' } },
    processes: {
      web,
      migrate: {
        type: 'job',
        image: 'web',
        args: ['migrate', fact.region],
        run: 'before-sync',
        network: { to: [{ app: 'store', process: 'db', ports: [5432] }] },
      },
    },
  }),
  'cron-job': defineApp({
    ...app,
    processes: {
      clean: {
        type: 'cron',
        image: 'web',
        schedule: '0 3 * * *',
        timeZone: 'Europe/Berlin',
        sidecars: { log: { image: 'tool' } },
      },
    },
  }),
  service: defineApp({
    ...app,
    processes: { web: { ...web, service: { name: 'shop', serviceType: 'LoadBalancer', ports: { http: 80 } } } },
  }),
  'config-map': defineApp({
    ...app,
    config: {
      QUOTED: "'x'",
      LINES: 'a\n  b\n',
      EMPTY: '',
      YES: 'yes',
      EQUALS: 'a=b',
      LATE: fact.domain,
      COUNT: fact.shards,
      TEXT: text`${fact.region}:${fact.shards}`,
      NUMBER: 1,
      ON: true,
    },
    processes: { web: { ...web, init: { first: { image: 'web' } } } },
  }),
  'external-secret': defineApp({
    ...app,
    secrets: { TOKEN: { from: 'shop/token' }, PASSWORD: { from: 'shop/db', key: 'password' } },
    processes: { web },
  }),
  'horizontal-pod-autoscaler': defineApp({
    ...app,
    processes: { web: { ...web, scale: { type: 'hpa', min: 2, max: fact.shards, cpu: 70, memory: 80 } } },
  }),
  'pod-disruption-budget': defineApp({
    ...app,
    processes: {
      web: { ...web, scale: { type: 'fixed', replicas: 10 }, disruption: { minAvailable: '70%' } },
      one: { type: 'worker', image: 'web' },
      two: { type: 'worker', image: 'web', scale: { type: 'fixed', replicas: 2 } },
    },
  }),
  'network-policy': defineApp({
    ...app,
    processes: {
      web: {
        ...web,
        host: 'shop.example.com',
        network: {
          from: [{ app: 'front', ports: ['http'] }, { namespace: 'monitoring' }, { process: 'worker' }],
          to: [{ cidr: '10.0.0.0/8', ports: [5432, 6379] }, { namespace: 'shop' }, { app: 'mail', namespace: 'post' }],
        },
      },
      worker: { type: 'worker', image: 'web', network: {} },
    },
  }),
  'http-route': defineApp({
    ...app,
    processes: { web: { ...web, ports: { admin: 9000, http: 8080 }, host: text`shop.${fact.domain}` } },
  }),
  namespace: definePlatform({
    name: 'tenants',
    only: ['dev'],
    namespaces: {
      shop: { podSecurity: 'baseline', quota: { 'requests.cpu': '100', pods: 50 }, labels: { team: 'shop' } },
      batch: { defaultDeny: false, mesh: false },
    },
  }),
  'platform-without-mesh': definePlatform({ name: 'tenants', only: ['dev'], namespaces: { shop: { mesh: false } } }),
  rules: defineApp({
    ...app,
    only: ['dev', 'prod'],
    placement: [{ size: ['large', 'small'] }],
    processes: { web: { ...web, scale: { type: 'fixed', replicas: 2 } } },
    config: { DOMAIN: fact.domain },
    environments: { prod: { processes: { web: { scale: { replicas: 4 } } } } },
    rules: [
      {
        name: 'large',
        when: { size: 'large' },
        set: { processes: { web: { scale: { replicas: 8 } } } },
      },
      { name: 'newest', environment: 'prod', when: { kubernetes: '1.36' }, set: { config: { NEW: 'yes' } } },
    ],
  }),
  escapes: defineApp({
    ...app,
    processes: { web: { ...web, env: { A: 'a', B: fact.domain } } },
    patches: [
      patch('Deployment', 'web', {
        why: 'the resolver of the node is wanted',
        merge: {
          metadata: { annotations: { note: 'patched' } },
          spec: {
            template: {
              spec: {
                dnsPolicy: 'Default',
                containers: [
                  {
                    name: 'web',
                    env: [
                      { name: 'A', value: 'patched' },
                      { name: 'C', value: 'c' },
                    ],
                    readinessProbe: null,
                  },
                  { name: 'extra', image: 'busybox:1.36.1' },
                ],
              },
            },
          },
        },
      }),
    ],
    raw: [
      raw('PriorityClass', 'unused', { why: 'only in prod', only: ['prod'], object: { value: 1 } }),
      raw('ConfigMap', 'extra', {
        why: 'read by hand',
        object: { metadata: { labels: { a: 'b' } }, data: { x: 'yes' } },
      }),
    ],
  }),
};
