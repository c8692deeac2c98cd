import { type Encoded, encode } from '@fleetwright/model';
import type { FleetModel } from '@fleetwright/model/engine';
import { Code, type Data, literal } from './literal.ts';

/** What an app can begin as: the type of its first process. */
export const appTypes = ['web', 'worker', 'cron', 'job', 'stateful'] as const;

/** One of {@link appTypes}. */
export type AppType = (typeof appTypes)[number];

/** An app to begin with. */
export interface NewApp {
  readonly name: string;
  readonly team: string;
  readonly type: AppType;
}

type Fields = { readonly [field: string]: Data | undefined };

const resources = { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } };

/** The name of the process, and what it is; `network: {}` opens nothing but DNS and, for `web` with a host, the gateway. */
const processes: Readonly<Record<AppType, (slot: string, host: Data | undefined) => [string, Fields]>> = {
  web: (image, host) => [
    'web',
    {
      type: 'web',
      image,
      ports: { http: 8080 },
      host,
      network: {},
      readiness: { type: 'http', path: '/ready' },
      resources,
    },
  ],
  worker: (image) => ['worker', { type: 'worker', image, network: {}, resources }],
  cron: (image) => [
    'nightly',
    { type: 'cron', image, schedule: '0 3 * * *', timeZone: 'Etc/UTC', network: {}, resources },
  ],
  job: (image) => ['migrate', { type: 'job', run: 'before-sync', image, network: {}, resources }],
  stateful: (image) => [
    'store',
    {
      type: 'stateful',
      image,
      replicas: 1,
      ports: { tcp: 8080 },
      storage: { '/data': { size: '1Gi' } },
      network: {},
      resources,
    },
  ],
};

const comments: readonly (readonly [AppType, field: string, comment: string])[] = [
  [
    'web',
    'network',
    'Who may call it: the gateway, by `host`, and whoever is named here (`from`); what it may call (`to`).',
  ],
  ['worker', 'network', 'What it may call, beside DNS: `to`.'],
  ['cron', 'network', 'What it may call, beside DNS: `to`.'],
  ['job', 'network', 'What it may call, beside DNS: `to`.'],
  ['stateful', 'network', 'Who may call it: `from`. Nobody yet.'],
  [
    'job',
    'run',
    'Before everything else of a sync. It runs again with every change: what it did already, it must bear.',
  ],
  ['stateful', 'storage', 'A disk that outlives the pod.'],
];

/** The definition as data: what can be validated before it is written. The host, which has a fact in it, is left out. */
export function appData({ name, team, type }: NewApp): Encoded {
  const [process, fields] = processes[type](name, undefined);
  return encode({ name, team, processes: { [process]: fields } }).value;
}

/** The text of `apps/<name>/app.ts`. A web app of a fleet with the fact `domain` gets a host below it. */
export function appSource({ name, team, type }: NewApp, fleet: FleetModel): string {
  const host = type === 'web' && fleet.facts.get('domain')?.type === 'text';
  const [process, fields] = processes[type](name, host ? new Code(`text\`${name}.\${fact.domain}\``) : undefined);
  const data = { name, team, processes: { [process]: fields } };
  let call = literal(data, { expand: 3 });
  for (const [of, field, comment] of comments)
    if (of === type) call = call.replace(new RegExp(`^( *)${field}: `, 'm'), `$1// ${comment}\n$&`);
  const names = host ? 'defineApp, fact, text' : 'defineApp';
  return `import { ${names} } from '#fleet';\n\nexport default defineApp(${call});\n`;
}

/** An image, as `--image` says it. */
export interface ImageName {
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Takes `registry.example.com:5000/team/app:1.2.3@sha256:…` apart; tag and digest may be missing. */
export function parseImage(text: string): ImageName {
  const [, name = '', tag, digest] = /^(.*?)(?::([^/:@]+))?(?:@(.+))?$/.exec(text) ?? [];
  return { name, tag, digest };
}

/** The text of `apps/<name>/images.yaml`, with the one slot that {@link appSource} names. */
export function imagesSource(slot: string, { name, tag, digest }: ImageName): string {
  const lines = [`${slot}:`, `  name: ${name}`];
  if (tag !== undefined) lines.push(`  tag: '${tag}'`);
  if (digest !== undefined) lines.push(`  digest: ${digest}`);
  return `${lines.join('\n')}\n`;
}
