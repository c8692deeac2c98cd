/** A definition and what bots keep beside it, as texts. */
export interface AppFiles {
  readonly name: string;
  readonly definition: string;
  /** Content of images.yaml. */
  readonly images: string;
}

/** How many teams, and with that namespaces, the apps belong to. */
export const teams = 10;

/** The definition of the app with this number (0 or more): one of the sorts below, in turn. */
export function appFiles(index: number): AppFiles {
  const [sort, body] = sorts[index % sorts.length] ?? sorts[0];
  const name = `${sort}-${String(index).padStart(3, '0')}`;
  const team = `team-${index % teams}`;
  const definition = `import { defineApp, fact, patch, text } from '#fleet';

/** Made up for the benchmark. */
export default defineApp({
  name: '${name}',
  team: '${team}',
  namespace: '${team}',
${body(name)}
});
`;
  const images = `${name}:\n  name: registry.example.com/${team}/${name}\n  tag: 'v1.${index}.0'\n  digest: sha256:${digest(index)}\n`;
  return { name, definition, images };
}

/** Sixty-four hexadecimal digits that differ from app to app. */
function digest(index: number): string {
  return index.toString(16).padStart(8, '0').repeat(8);
}

const web = (name: string): string => `type: 'web',
      image: '${name}',
      ports: { http: 8080 },
      readiness: { type: 'http', path: '/ready', periodSeconds: 5 },
      liveness: { type: 'http', path: '/health', initialDelaySeconds: 30 },
      resources: { requests: { cpu: '200m', memory: '128Mi' }, limits: { cpu: '1', memory: '256Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      drainSeconds: 10,`;

const inProd = (processes: string): string => `  environments: {
    staging: { processes: { web: { scale: { type: 'fixed', replicas: 2 } } } },
    prod: { processes: { ${processes} } },
  },`;

/** What apps of real fleets are, by name: a site with a rule, a service, workers, a store, jobs, a service with an escape. */
const sorts: readonly [Sort, ...Sort[]] = [
  [
    'site',
    (name) => `  config: { PORT: 8080, DOMAIN: fact.domain, REGION: fact.region },
  secrets: { DATABASE_URL: { from: '${name}/database', key: 'url' } },
  processes: {
    web: {
      ${web(name)}
      service: { ports: { http: 80 } },
      host: text\`${name}.\${fact.domain}\`,
      strategy: { type: 'rolling', surge: 3, unavailable: 1 },
    },
  },
${inProd("web: { scale: { type: 'fixed', replicas: 10 }, disruption: { minAvailable: '70%' } }")}
  rules: [
    {
      name: 'large',
      environment: 'prod',
      when: { size: 'large' },
      set: {
        processes: { web: { scale: { type: 'hpa', min: 3, max: 50, cpu: 70 }, disruption: { minAvailable: '66%' } } },
      },
    },
  ],`,
  ],
  [
    'service',
    (name) => `  config: { PORT: 8080 },
  processes: { web: { ${web(name)} network: { from: [{ namespace: 'team-0' }] } } },
${inProd("web: { scale: { type: 'fixed', replicas: 4 } }")}`,
  ],
  [
    'worker',
    (name) => `  config: { SHARDS: fact.shards },
  processes: {
    queue: {
      type: 'worker',
      image: '${name}',
      args: ['queue'],
      scale: { type: 'fixed', replicas: fact.shards },
      resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
      terminationGracePeriodSeconds: 60,
      network: { to: [{ namespace: 'team-1', ports: [5432] }] },
    },
    nightly: {
      type: 'cron',
      image: '${name}',
      args: ['nightly'],
      schedule: '30 2 * * *',
      timeZone: 'Etc/UTC',
      resources: { requests: { cpu: '100m', memory: '128Mi' } },
    },
  },`,
  ],
  [
    'store',
    (name) => `  processes: {
    store: {
      type: 'stateful',
      image: '${name}',
      replicas: 3,
      ports: { tcp: 6379 },
      storage: { '/data': { size: '10Gi' } },
      readiness: { type: 'tcp', periodSeconds: 5 },
      resources: { requests: { cpu: '100m', memory: '1Gi' }, limits: { memory: '1Gi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      network: { from: [{ namespace: 'team-2' }] },
    },
  },`,
  ],
  [
    'shop',
    (name) => `  config: { PORT: 8080, ACCOUNT: fact.account },
  processes: {
    web: { ${web(name)} host: text\`${name}.\${fact.domain}\` },
    migrate: {
      type: 'job',
      run: 'before-sync',
      image: '${name}',
      args: ['migrate'],
      resources: { requests: { cpu: '100m', memory: '128Mi' } },
    },
  },
${inProd("web: { scale: { type: 'fixed', replicas: 6 }, disruption: { minAvailable: 3 } }")}
  rules: [
    { name: 'large', environment: 'prod', when: { size: 'large' }, set: { processes: { web: { scale: { replicas: 12 } } } } },
    { name: 'newest', environment: 'prod', when: { kubernetes: '1.36' }, set: { config: { IN_PLACE: 'yes' } } },
  ],`,
  ],
  [
    'gateway',
    (name) => `  config: { PORT: 8080, REGION: fact.region },
  // Every cluster has one of these: the benchmark counts on an overlay for each cluster and app.
  placement: [{ size: ['small', 'medium', 'large'] }],
  processes: {
    web: {
      ${web(name)}
      sidecars: { log: { image: '${name}', args: ['log'] } },
      annotations: { 'example.com/domain': fact.domain },
    },
  },
  patches: [
    patch('Deployment', '${name}', {
      why: 'one pod to a node',
      only: ['prod'],
      merge: {
        spec: {
          template: {
            spec: {
              topologySpreadConstraints: [
                {
                  topologyKey: 'kubernetes.io/hostname',
                  maxSkew: 1,
                  whenUnsatisfiable: 'DoNotSchedule',
                  labelSelector: { matchLabels: { app: '${name}' } },
                },
              ],
            },
          },
        },
      },
    }),
  ],
${inProd("web: { scale: { type: 'fixed', replicas: 3 } }")}`,
  ],
];

/** The first part of the name, and what stands below the namespace. */
type Sort = readonly [name: string, body: (app: string) => string];
