import { type Definition, type Encoded, encode } from '@fleetwright/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderApp } from '../src/index.ts';
import { fleet, resolvedData, valueOf, words } from './app-fleet.ts';

const { defineApp, definePlatform, fact, patch, raw, text } = words;

/** Two of everything whose order a definition can say as it likes. Lists are not among it: their order is meant. */
const container = {
  image: 'tool',
  env: { TWO: fact.domain, ONE: 1 },
  resources: { limits: { memory: '2Gi', cpu: '2' }, requests: { memory: '1Gi', cpu: '1' } },
  scratch: { '/var/tmp': { medium: 'Memory', size: '1Gi' }, '/tmp': {} },
} as const;
const pod = {
  ...container,
  image: 'web',
  ports: { web: { protocol: 'TCP', port: 8081 }, http: 8080, admin: 8082 },
  readiness: { type: 'http', path: '/', headers: { B: 'b', A: 'a' } },
  liveness: { type: 'tcp' },
  startup: { type: 'grpc' },
  sidecars: {
    proxy: { ...container, ports: { second: 9001, http: 9000 }, readiness: { type: 'tcp' } },
    log: { ...container, ports: { out: 9002 }, liveness: { type: 'tcp' } },
  },
  init: { wait: container, load: container },
  annotations: { 'example.com/b': text`${fact.region}.${fact.domain}`, 'example.com/a': 'a' },
  labels: { tier: 'front', area: 'shop' },
  network: { from: [{ app: 'front', ports: ['web', 'http'] }], to: [{ namespace: 'post', app: 'mail' }] },
} as const;
const why = 'a test';

const definitions: { readonly [name: string]: Definition } = {
  app: defineApp({
    name: 'web',
    team: 'shop',
    placement: [{ size: ['small', 'large'], mesh: ['none', 'istio'] }],
    config: { LATE: fact.domain, EARLY: 'x' },
    secrets: { TOKEN: { key: 'b', from: 'a' }, PASSWORD: { key: 'd', from: 'c' } },
    processes: {
      web: { type: 'web', ...pod, host: text`shop.${fact.domain}`, scale: { type: 'hpa', min: 2, max: 4, cpu: 70 } },
      api: { type: 'web', ...pod, host: 'api.example.com', service: { ports: { web: 81, http: 80 }, name: 'backend' } },
      mailer: { type: 'worker', ...pod, scale: { type: 'fixed', replicas: fact.shards } },
      db: {
        type: 'stateful',
        ...pod,
        replicas: 3,
        storage: { '/var/lib/two': { size: '2Gi', class: 'fast' }, '/var/lib/one': { size: '1Gi' } },
      },
      cache: { type: 'stateful', ...pod, replicas: 1 },
      clean: { type: 'cron', ...pod, schedule: '@daily' },
      migrate: { type: 'job', ...pod, run: 'before-sync' },
      seed: { type: 'job', ...pod, run: 'before-sync' },
    },
    environments: {
      prod: { config: { MORE: 'y' }, processes: { mailer: { env: { THREE: 3 } }, db: { replicas: 5 } } },
      dev: { processes: { clean: null, web: { scale: { max: 3 } } }, config: { EARLY: null } },
    },
    rules: [{ name: 'large', when: { size: 'large', mesh: 'none' }, set: { config: { SIZE: 'l', AREA: 'm' } } }],
    patches: [
      patch('Deployment', 'web', {
        why,
        merge: { metadata: { annotations: { b: 'b', a: 'a' } }, spec: { paused: true, minReadySeconds: 3 } },
      }),
    ],
    raw: [
      raw('ConfigMap', 'extra', { why, object: { metadata: { labels: { b: 'b', a: 'a' } }, data: { y: '', x: '' } } }),
    ],
  }),
  platform: definePlatform({
    name: 'tenants',
    namespaces: {
      shop: { quota: { pods: 50, 'requests.cpu': '100' }, labels: { team: 'shop', area: 'web' } },
      batch: { mesh: false, defaultDeny: false },
    },
    environments: { prod: { namespaces: { shop: { quota: { pods: 90 } } } }, dev: { namespaces: { batch: null } } },
  }),
};

test.each(Object.entries(definitions))('the order of keys is no input of a definition: %s', (_name, definition) => {
  const input = encode(definition.input).value;
  const render = (value: Encoded) => [...valueOf(renderApp(valueOf(resolvedData(definition.define, value)), fleet))];
  const asWritten = render(input);
  expect(asWritten.length).toBeGreaterThan(10);
  fc.assert(
    fc.property(fc.gen(), (generate) => {
      const shuffle = (keys: string[]) => generate(fc.shuffledSubarray<string>, keys, { minLength: keys.length });
      expect(render(shuffled(input, shuffle))).toEqual(asWritten);
    }),
    { numRuns: 10 },
  );
});

/** The same data with the keys of every object in another order. */
function shuffled(value: Encoded, shuffle: (keys: string[]) => string[]): Encoded {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item) => shuffled(item, shuffle));
  return Object.fromEntries(shuffle(Object.keys(value)).map((key) => [key, shuffled(value[key] ?? null, shuffle)]));
}

function isList(value: Encoded): value is readonly Encoded[] {
  return Array.isArray(value);
}
