import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { application, type Summary, summary } from '../src/fleet/applications.ts';
import { namespace } from '../src/fleet/argo-cd.ts';
import { collect } from '../src/fleet/collect.ts';
import { type Cluster, connect, type Fleet } from '../src/fleet/connect.ts';
import type { HubState, SpokeState } from '../src/fleet/state.ts';
import { untilFine } from '../src/fleet/up.ts';
import { type Kind, type Kube, type KubeObject, type Ref, until } from '../src/kube.ts';

/** The folder of the fleet that journeys are made in: `npm run e2e` sets it. */
const folder = process.env['FLEETWRIGHT_FLEET'];
if (!folder)
  throw new Error(
    'FLEETWRIGHT_FLEET names no fleet: `npm run e2e` starts one, `npm run e2e -- --fleet <name>` takes one that runs',
  );

/** The fleet of all journeys. Its connections end with the process: journeys of several files share them. */
export const fleet: Fleet = await connect(folder);

/** A hub or a cluster by its name. @throws Error where there is none */
export function hub(name: string): Cluster & HubState {
  return named(fleet.hubs, name);
}

/** A cluster by its name. @throws Error where there is none */
export function spoke(name: string): Cluster & SpokeState {
  return named(fleet.spokes, name);
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not in this fleet, but ${all.map((one) => one.name).join(', ')}`);
  return found;
}

/** What a journey is given. */
export interface Journey {
  /** Does something when the journey is over, however it ends; the last one first, and before main is put back. */
  readonly afterwards: (undo: () => Promise<unknown>) => void;
  /** Prints a line that belongs to the journey, like a time that was measured. */
  readonly say: (words: string) => void;
}

/**
 * A test that goes through the fleet and leaves it as it found it: afterwards main is what it was, every Application is Synced and
 * Healthy, and the same objects exist. When it fails, what is needed to see why is in the fleet's folder, below `failures/`.
 * @param name what holds, as a sentence
 */
export function journey(name: string, body: (journey: Journey) => Promise<void>): void {
  test(name, async () => {
    const undo: (() => Promise<unknown>)[] = [];
    const main = await fleet.repository.git('rev-parse', 'HEAD');
    const before = await inventory();
    const into = join(folder ?? '', 'failures', name.replaceAll(/\W+/g, '-'));
    try {
      try {
        await body({ afterwards: (step) => void undo.unshift(step), say: (words) => console.log(`  ${words}`) });
      } catch (error) {
        // Before it is put back, which would hide what was wrong.
        await collect(folder ?? '', into);
        writeFileSync(join(into, 'error.txt'), `${inspect(error)}\n`);
        throw error;
      } finally {
        for (const step of undo) await step();
        await fleet.repository.reset(main);
      }
      // The webhook of the reset may not have been heard yet: an Application could be fine at the commit before.
      await compareAll();
      await untilFine(fleet.state.hubs, () => undefined, 120_000);
      let after: readonly string[] = [];
      await until(
        'the fleet is as it was',
        async () => same((after = await inventory()), before),
        60_000,
        () => difference(before, after),
      );
      // What came back last is there, but may not run yet.
      await untilFine(fleet.state.hubs, () => undefined, 120_000);
    } catch (error) {
      await collect(folder ?? '', join(into, 'afterwards'));
      throw new Error(`see ${into}`, { cause: error });
    }
    expect(await inventory()).toEqual(before);
  });
}

const refresh = 'argocd.argoproj.io/refresh';

/** Asks an Application to compare itself with git at once. */
export async function askToCompare(kube: Kube, ref: Ref): Promise<void> {
  await kube.patch(ref, { metadata: { annotations: { [refresh]: 'normal' } } });
}

/** Whether an Application has done so since it was asked: Argo CD takes the wish away then. */
export function hasCompared({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[refresh] === undefined;
}

/**
 * Has every Application compare itself with git's newest commit, as polling would do within three minutes, and waits
 * until all have and none is being synced. What was to be built for that commit is built when this returns, and polling
 * is two minutes away.
 */
export async function compareAll(): Promise<void> {
  const head = await fleet.repository.git('rev-parse', 'HEAD');
  await Promise.all(
    fleet.hubs.map(async ({ kube }) => {
      for (const { metadata } of await kube.list({ ...application, namespace })) {
        await askToCompare(kube, { ...application, name: metadata.name, namespace });
      }
    }),
  );
  let late: readonly string[] = [];
  await until(
    `every Application is compared with ${head}`,
    async () => {
      const all = await Promise.all(fleet.hubs.map(({ kube }) => kube.list({ ...application, namespace })));
      late = all.flat().flatMap((one) => {
        const { metadata, operation, status } = one;
        const compared: string | undefined = status?.sync?.revision;
        const isDone =
          compared === head &&
          hasCompared(one) &&
          operation === undefined &&
          status?.operationState?.phase !== 'Running';
        return isDone ? [] : [`${metadata.name}: ${compared}`];
      });
      return late.length === 0;
    },
    60_000,
    () => late.join('\n'),
  );
}

/** The kinds by which a journey is judged to have left nothing behind and taken nothing away. Hashed ConfigMaps are none of them: they stay on purpose. */
const kept: readonly { readonly where: 'hubs' | 'spokes'; readonly kind: Kind }[] = [
  ...['Application', 'ApplicationSet', 'AppProject'].map((kind) => ({
    where: 'hubs' as const,
    kind: { apiVersion: 'argoproj.io/v1alpha1', kind },
  })),
  { where: 'hubs', kind: { apiVersion: 'v1', kind: 'Secret' } },
  ...['Namespace', 'Service', 'ServiceAccount', 'PersistentVolumeClaim'].map((kind) => ({
    where: 'spokes' as const,
    kind: { apiVersion: 'v1', kind },
  })),
  ...['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => ({
    where: 'spokes' as const,
    kind: { apiVersion: 'apps/v1', kind },
  })),
  { where: 'spokes', kind: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' } },
  { where: 'spokes', kind: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' } },
];

async function inventory(): Promise<readonly string[]> {
  const lists = kept.flatMap(({ where, kind }) =>
    fleet[where].map(async ({ name, kube }) =>
      (await kube.list(kind)).map((one) => `${name} ${kind.kind} ${one.metadata.namespace ?? ''}/${one.metadata.name}`),
    ),
  );
  return (await Promise.all(lists)).flat().sort();
}

function difference(before: readonly string[], after: readonly string[]): string {
  const lost = before.filter((line) => !after.includes(line)).map((line) => `\n  lost: ${line}`);
  const made = after.filter((line) => !before.includes(line)).map((line) => `\n  made: ${line}`);
  return [...lost, ...made].join('');
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}

/** An Application as its hub has it. @throws Error where there is none */
export async function applicationOf(app: string, cluster: string): Promise<KubeObject> {
  const found = await hubOf(cluster).kube.get({ ...application, name: `${app}.${cluster}`, namespace });
  if (!found) throw new Error(`there is no Application ${app}.${cluster}`);
  return found;
}

/** The hub that serves a cluster. */
export function hubOf(cluster: string): Cluster & HubState {
  return hub(spoke(cluster).hub);
}

/** Waits until an Application is something, and gives what it says of itself. `what` and `holds` as in `Kube.until`. */
export async function untilApplication(
  app: string,
  cluster: string,
  what: string,
  holds: (application: KubeObject, summary: Summary) => boolean,
  timeout = 60_000,
): Promise<KubeObject> {
  const ref = { ...application, name: `${app}.${cluster}`, namespace };
  const found = await hubOf(cluster).kube.until(
    ref,
    `${app}.${cluster}: ${what}`,
    (object) => object !== undefined && holds(object, summary(object)),
    timeout,
  );
  if (!found) throw new TypeError('unreachable');
  return found;
}

/** What a program's log says from now on: each call gives the lines since the one before. */
export function logFrom(program: string): () => readonly string[] {
  const file = openSync(join(folder ?? '', 'logs', `${program.replaceAll('/', '.')}.log`), 'r');
  let at = fstatSync(file).size;
  onTestFinished(() => closeSync(file));
  return () => {
    const bytes = Buffer.alloc(fstatSync(file).size - at);
    at += readSync(file, bytes, 0, bytes.length, at);
    return bytes.toString('utf8').split('\n').filter(Boolean);
  };
}

/** The pods of a cluster, of one namespace where one is given: name → uid. */
export async function pods(cluster: string, ofNamespace?: string): Promise<ReadonlyMap<string, string>> {
  const found = await spoke(cluster).kube.list({
    apiVersion: 'v1',
    kind: 'Pod',
    ...(ofNamespace ? { namespace: ofNamespace } : {}),
  });
  return new Map(found.map(({ metadata }) => [`${metadata.namespace}/${metadata.name}`, metadata.uid ?? '']));
}
