import { expect } from 'vitest';
import { parse, stringify } from 'yaml';
import { isFine, summary } from '../src/fleet/applications.ts';
import { until } from '../src/kube.ts';
import { applicationOf, fleet, hub, journey, spoke, untilApplication } from './harness.ts';
import { imageOf, seconds } from './observe.ts';
import { applicationsOf, setNamed, untilReconciled } from './steps.ts';

const reads = '/clusters/facts';
const good = { stage: 'dev', namespace: 'boutique', reads };
interface Case {
  readonly app: string;
  readonly what: string;
  readonly element: object;
  readonly error: RegExp;
  readonly reached: readonly string[];
}

/** What is broken beside the elements of dev-1 and staging-1, by app, and which of these hear of a change of the set all the same. */
const cases: readonly Case[] = [
  {
    app: 'frontend',
    what: 'names an unknown cluster',
    element: { cluster: 'nowhere', ...good },
    error: /nowhere/,
    reached: ['dev-1', 'staging-1'],
  },
  {
    app: 'emailservice',
    what: 'lacks a key',
    element: { cluster: 'nowhere', ...good, reads: undefined },
    error: /reads/,
    reached: [],
  },
  {
    app: 'cartservice',
    what: 'makes a name twice',
    element: { cluster: 'dev-1', ...good },
    error: /duplicate name/,
    reached: ['staging-1'],
  },
];
const clusters = ['dev-1', 'staging-1'];
const label = 'fleetwright.dev/tried';
const tag = 'v0.0.0-tried';

journey(
  'beside a broken element of an ApplicationSet, releases arrive; changes of the set reach the good elements unless a key is missing, and all when it is mended',
  async (step) => {
    for (const { app, element } of cases) {
      change(app, element);
      release(app);
    }
    await fleet.repository.push('Elements that are broken');
    const pushed = performance.now();
    for (const { app, what, error, reached } of cases) {
      await until(`the set of ${app}, whose element ${what}, says so`, async () => {
        const { ErrorOccurred } = await conditionsOf(app);
        return ErrorOccurred?.status === 'True' && error.test(ErrorOccurred.message);
      });
      const { ErrorOccurred, ...others } = await conditionsOf(app);
      step.say(`an element that ${what}: ${ErrorOccurred?.reason}: ${ErrorOccurred?.message}`);
      expect(others['ResourcesUpToDate']?.status).toBe('False');
      for (const cluster of reached)
        await untilApplication(app, cluster, 'it hears of the change', (one) => one.metadata.labels?.[label] === 'yes');
      // A set that cannot be made out is given up before this could end; the condition came from that pass.
      if (reached.length > 0) await untilReconciled('nonprod', `${app}.0`);
      for (const cluster of clusters) {
        expect((await applicationOf(app, cluster)).metadata.labels?.[label], `${app}.${cluster}`).toBe(
          reached.includes(cluster) ? 'yes' : undefined,
        );
      }
      // What an Application deploys has nothing to do with its set.
      await untilApplication(app, 'dev-1', 'it runs the release', (_, found) => isFine(found));
      const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: app, namespace: 'boutique' };
      await spoke('dev-1').kube.until(
        deployment,
        `it wants ${tag}`,
        (found) => imageOf(found)?.endsWith(`:${tag}`) ?? false,
      );
    }
    expect(await applicationsOf('nonprod', 'nowhere')).toEqual([]);
    step.say(`seen ${seconds(pushed)} after the push`);

    for (const { app } of cases) change(app, undefined);
    await fleet.repository.push('The elements are gone');
    const mended = performance.now();
    for (const { app } of cases) {
      for (const cluster of clusters) {
        await untilApplication(
          app,
          cluster,
          'it hears of the change',
          (one) => one.metadata.labels?.[label] === 'yes' && isFine(summary(one)),
        );
      }
      await until(`the set of ${app} is fine again`, async () => {
        const { ErrorOccurred, ResourcesUpToDate } = await conditionsOf(app);
        return ErrorOccurred?.status === 'False' && ResourcesUpToDate?.status === 'True';
      });
    }
    step.say(`all is heard of ${seconds(mended)} after the mend was pushed`);
  },
);

interface Set {
  readonly spec: {
    readonly generators: [{ readonly list: { elements: object[] } }];
    readonly template: { readonly metadata: { readonly labels: Record<string, string> } };
  };
}

/** Changes the generated set of an app by hand: a label of all its Applications, and one more element, or none. */
function change(app: string, element: object | undefined): void {
  const file = `clusters/hubs/nonprod/applicationsets/${app}.0.yaml`;
  const set: Set = parse(fleet.repository.read(file));
  const { list } = set.spec.generators[0];
  list.elements = [...list.elements.slice(0, clusters.length), ...(element ? [element] : [])];
  set.spec.template.metadata.labels[label] = 'yes';
  fleet.repository.write(file, stringify(set));
}

/** Changes what dev runs of an app. */
function release(app: string): void {
  const file = `clusters/stages/dev/${app}/images/kustomization.yaml`;
  fleet.repository.write(file, fleet.repository.read(file).replace(/newTag: .*/, `newTag: "${tag}"`));
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

async function conditionsOf(app: string): Promise<Readonly<Record<string, Condition>>> {
  const conditions: readonly Condition[] =
    (await hub('nonprod').kube.get(setNamed(`${app}.0`)))?.['status']?.conditions ?? [];
  return Object.fromEntries(conditions.map((one) => [one.type, one]));
}
