import { parseArgs } from 'node:util';
import { defaultRate } from './controller.ts';
import type { HubSize } from './synthetic.ts';

/** What to measure. */
export interface Plan {
  readonly apps: number;
  /** In the order in which they are measured. */
  readonly hubs: readonly HubSize[];
  /** Requests a second that the controller allows itself. */
  readonly rate: number;
  readonly json: boolean;
}

/** What the command says of itself. */
export const usage = `usage: npm run long:hub -- [flags]

Hubs of a synthetic fleet, one after the other: what g makes of it is applied to an API server with nothing but Argo CD's ApplicationSet
controller; then one thing after the other changes. Builds first what is not there. It judges nothing: figures and limits stand side by side.

  --clusters <n,…>   clusters of each hub (default: 300,1500)
  --buckets <n,…>    ApplicationSets of each app, all of them for each number of clusters (default: 1,2,4 below 1,000 clusters, else 1,3,5,10)
  --apps <n>         number of apps, the platform app among them (default: 20)
  --rate <n>         requests a second that the controller allows itself, ARGOCD_K8S_CLIENT_QPS (default: ${defaultRate}, as Argo CD's)
  --json             print one JSON document
`;

/** What the words of a command line ask for; a text that says what is wrong with them. */
export function parsePlan(words: readonly string[]): Plan | string {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        clusters: { type: 'string', default: '300,1500' },
        buckets: { type: 'string' },
        apps: { type: 'string', default: '20' },
        rate: { type: 'string', default: String(defaultRate) },
        json: { type: 'boolean', default: false },
      },
    });
    const clusters = numbers('clusters', values.clusters, 4);
    const buckets = values.buckets === undefined ? undefined : numbers('buckets', values.buckets, 1);
    const [apps = 0] = numbers('apps', values.apps, 2);
    const [rate = 0] = numbers('rate', values.rate, 1);
    const hubs = clusters.flatMap((count) =>
      (buckets ?? usualBuckets(count)).map((each) => ({ clusters: count, buckets: each })),
    );
    return { apps, hubs, rate, json: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function usualBuckets(clusters: number): readonly number[] {
  return clusters < 1000 ? [1, 2, 4] : [1, 3, 5, 10];
}

function numbers(flag: string, text: string, least: number): readonly number[] {
  const found = text.split(',').map(Number);
  if (found.some((one) => !Number.isSafeInteger(one) || one < least)) {
    throw new Error(`--${flag} takes whole numbers of ${least} or more, not ${JSON.stringify(text)}`);
  }
  return found;
}
