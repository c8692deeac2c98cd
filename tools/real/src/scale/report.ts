import type { Machine } from '../../../bench/src/machine.ts';
import type { HubFindings } from './measure.ts';
import type { Memory } from './process.ts';
import type { Step } from './steps.ts';

/** The largest request that etcd takes by default (`--max-request-bytes`, 1.5 MiB): no stored object can be larger. */
const largestObject = 1_572_864;

/** The findings as one document. */
export function asDocument(machine: Machine, hubs: readonly HubFindings[]): object {
  return { schema: 'fleetwright/scale-hub/v1', machine, limits: { largestObject }, hubs };
}

/** The findings as tables. */
export function asText(machine: Machine, hubs: readonly HubFindings[]): string {
  const { date, cpu, processors, memoryBytes, platform, node } = machine;
  const { argoCd = '?', kubernetes = '?' } = hubs[0]?.versions ?? {};
  return [
    `${date}, ${cpu}, ${processors} processors, ${Math.round(memoryBytes / 2 ** 30)} GiB, ${platform}, Node ${node}, Argo CD ${argoCd}, Kubernetes ${kubernetes}`,
    'The ApplicationSet controller alone; etcd, the API server and what measures run on the same processors.',
    '',
    'Until all Applications are there and the controller rests. Memory of the controller and of the API server, resident: when all Applications are',
    'there, and the most there ever was. Requests a second are what the controller allows itself (Argo CD’s default: 50).',
    table([
      [
        'clusters',
        'apps',
        'buckets',
        'ApplicationSets',
        'Applications',
        'requests/s',
        'time',
        'controller',
        'most',
        'API server',
        'most',
        'in etcd',
        'load',
      ],
      ...hubs.map(settledRow),
    ]),
    '',
    `The largest objects, in bytes of JSON; one that is stored has ${largestObject} at most (etcd). Of the ApplicationSet: as it is generated, as it is`,
    'stored with the status of all its Applications, and how many clusters would be at the limit.',
    table([
      [
        'clusters',
        'buckets',
        'elements',
        'ApplicationSet',
        'stored',
        'of the limit',
        'at the limit',
        'AppProject',
        'of the limit',
        'Application',
      ],
      ...hubs.map(sizesRow),
    ]),
    ...hubs.flatMap((hub) => ['', ...stepsOf(hub)]),
  ].join('\n');
}

function settledRow({
  clusters,
  apps,
  buckets,
  applicationSets,
  applications,
  rate,
  steps,
  memory,
  sizes,
  load,
}: HubFindings): string[] {
  const { controller, apiServer } = memory.settled;
  const most = (one: Memory, two: Memory): string => megabytes(Math.max(one.peak, two.peak));
  return [
    ...[clusters, apps, buckets, applicationSets, applications, rate].map(String),
    seconds(steps[0]?.seconds ?? 0),
    megabytes(controller.now),
    most(controller, memory.last.controller),
    megabytes(apiServer.now),
    most(apiServer, memory.last.apiServer),
    megabytes(sizes.all),
    load.map((one) => one.toFixed(1)).join(' to '),
  ];
}

function sizesRow({ clusters, buckets, sizes: { applicationSet, project, application } }: HubFindings): string[] {
  const { elements, generated, stored } = applicationSet;
  const atLimit = Math.floor((largestObject / stored) * elements);
  const share = (bytes: number): string => `${Math.round((100 * bytes) / largestObject)} %`;
  return [
    ...[clusters, buckets, elements, generated, stored].map(String),
    share(stored),
    String(atLimit),
    String(project.stored),
    share(project.stored),
    String(application),
  ];
}

function stepsOf({ clusters, apps, buckets, steps }: HubFindings): string[] {
  return [
    `${clusters} clusters, ${apps} apps, ${buckets === 1 ? '1 bucket' : `${buckets} buckets`}: objects applied (ApplicationSets, AppProjects, Secrets), ApplicationSets reconciled and how often in all,`,
    'Applications written, the longest that one ApplicationSet was worked on, and time of processors of the controller and the API server',
    table([
      ['', 'applied', 'time', 'sets', 'reconciles', 'created', 'updated', 'longest', 'controller', 'API server'],
      ...steps.map(stepRow),
    ]),
  ];
}

function stepRow({ what, applied, seconds: took, sets, reconciles, created, updated, longest, cpu }: Step): string[] {
  const { applicationSets, projects, secrets } = applied;
  return [
    what,
    [applicationSets, projects, secrets].join(' '),
    seconds(took),
    ...[sets, reconciles, created, updated].map(String),
    ...[longest, cpu.controller, cpu.apiServer].map(seconds),
  ];
}

function seconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} s`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

/** Words to the left, figures to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const isWords = (column: number): boolean => rows[0]?.[column] === '';
  const cell = (text: string, column: number): string =>
    isWords(column) ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((cells) => cells.map(cell).join('  ').trimEnd()).join('\n');
}
