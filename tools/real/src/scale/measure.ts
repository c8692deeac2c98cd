import { count, type Part, type Versions, withHub } from './hub.ts';
import { contentOf, largestOf, ofKind, type Sizes, sizesOf } from './objects.ts';
import type { Memory } from './process.ts';
import { type Progress, type Step, Steps } from './steps.ts';
import type { HubSize, SyntheticHub } from './synthetic.ts';

/** What one hub showed. */
export interface HubFindings extends HubSize {
  readonly apps: number;
  readonly applications: number;
  readonly applicationSets: number;
  /** Requests a second that the controller allows itself, for each kind. */
  readonly rate: number;
  readonly versions: Versions;
  readonly steps: readonly Step[];
  readonly sizes: Sizes;
  /** When all Applications had been made, and after all steps. The controller was started again in between. */
  readonly memory: Readonly<Record<'settled' | 'last', Readonly<Record<Part, Memory>>>>;
  /** Load average of the machine over a minute: before the start, and before the end. */
  readonly load: readonly [before: number, after: number];
}

/** How to measure. */
export interface Options extends Progress {
  readonly rate: number;
  /** The load average of the machine. */
  load: (this: void) => number;
}

/**
 * Measures one hub: brings it up empty, applies what g makes, and changes one thing after the other.
 * @throws Error where Applications are missing, or something never comes to rest
 */
export async function measureHub(synthetic: SyntheticHub, options: Options): Promise<HubFindings> {
  const before = options.load();
  options.tell('starting etcd, an API server and the controller');
  const findings = await withHub(options.rate, async (hub): Promise<Omit<HubFindings, 'load'>> => {
    const steps = new Steps(hub, options);
    const sets = ofKind(synthetic.objects, 'ApplicationSet').map(contentOf);
    const applications = sets.flatMap(({ clusters }) => clusters).length;
    await steps.apply(`the hub is new: ${applications} Applications`, synthetic.objects);
    const found = await count(hub.kube, 'applications');
    if (found !== applications) throw new Error(`${found} Applications instead of ${applications}`);
    const settled = steps.memory();
    await changes(steps, synthetic, sets.length);
    return {
      ...synthetic.size,
      apps: new Set(sets.map(({ app }) => app)).size,
      applications,
      applicationSets: sets.length,
      rate: options.rate,
      versions: await hub.versions(),
      steps: steps.done,
      sizes: await sizesOf(hub, largestOf(synthetic.objects, 'ApplicationSet'), synthetic.objects),
      memory: { settled, last: steps.memory() },
    };
  });
  return { ...findings, load: [before, options.load()] };
}

/** What happens to a hub and to single clusters of it. */
async function changes(steps: Steps, synthetic: SyntheticHub, sets: number): Promise<void> {
  await steps.restart('the controller starts again', sets);
  await steps.refresh('the largest ApplicationSet asked to refresh', largestOf(synthetic.objects, 'ApplicationSet'));
  await steps.credentials('credentials of a cluster', largestOf(synthetic.objects, 'Secret'));
  const address = { server: 'https://elsewhere.example.com:6443' };
  await steps.apply(
    'address of a cluster',
    synthetic.change(0, (cluster) => ({ ...cluster, ...address })),
  );
  await steps.apply(
    'fact of a cluster',
    synthetic.change(1, ({ facts, ...cluster }) => ({ ...cluster, facts: { ...facts, shards: 99 } })),
  );
  await steps.apply(
    'label of a cluster, with rules for it',
    synthetic.change(2, ({ labels, ...cluster }) => {
      return { ...cluster, labels: { ...labels, size: labels['size'] === 'large' ? 'small' : 'large' } };
    }),
  );
  const { clusters: next } = synthetic.size;
  await steps.apply(
    'one more cluster, joining',
    synthetic.change(next, (cluster) => ({ ...cluster, state: 'joining' })),
  );
  await steps.apply(
    'it becomes active',
    synthetic.change(next, (cluster) => ({ ...cluster, state: 'active' })),
  );
  const largest = largestOf(synthetic.objects, 'ApplicationSet');
  await steps.statuses('Applications of the largest: Healthy', largest);
  await steps.refresh('the largest asked to refresh', largest);
}
