import { until } from '../kube.ts';
import type { Controller } from './controller.ts';
import type { Metrics } from './metrics.ts';
import { cpuOf } from './process.ts';

/** What the controller has done since it started. */
export interface Activity {
  /** Reconciles by ApplicationSet. */
  readonly sets: ReadonlyMap<string, number>;
  /** Reconciles in all. */
  readonly reconciles: number;
  /** Time that it spent in them, by ApplicationSet, in seconds. */
  readonly spent: ReadonlyMap<string, number>;
  /** ApplicationSets whose Applications are all generated and written, as they say themselves. */
  readonly upToDate: number;
  /** Whether something waits in its queue or is worked on. */
  readonly busy: boolean;
}

/** Nothing happens for this long, in milliseconds: then nothing more will. A watch event takes a few. */
const quiet = 3000;
/** A controller that takes more of a processor than this works on something that no counter shows: events that it has not looked at yet. */
const idle = 0.2;
/** In milliseconds. */
const patience = 7_200_000;

/** What the metrics of an ApplicationSet controller say of its work. */
export function activityOf(metrics: Metrics): Activity {
  const bySet = (name: string): ReadonlyMap<string, number> =>
    new Map(metrics.all(name).map(({ labels, value }) => [labels['name'] ?? '', value]));
  return {
    sets: bySet('argocd_appset_reconcile_count'),
    reconciles: metrics.sum('controller_runtime_reconcile_total'),
    spent: bySet('argocd_appset_reconcile_sum'),
    upToDate: metrics.sum('argocd_appset_info', { resource_update_status: 'ApplicationSetUpToDate' }),
    busy: metrics.sum('workqueue_depth') + metrics.sum('controller_runtime_active_workers') > 0,
  };
}

/**
 * Waits until the controller has done what is expected and does nothing more.
 * @param what in the words of the message when it does not come
 * @param holds what must have happened
 * @param looked called after every look
 * @returns what it had done then, and when it was last seen at work (`performance.now()`)
 */
export async function untilAtRest(
  controller: Controller,
  what: string,
  holds: (activity: Activity) => boolean,
  looked: (activity: Activity) => Promise<void>,
): Promise<{ readonly activity: Activity; readonly since: number }> {
  let last: Activity | undefined;
  let since = performance.now();
  let used: { readonly cpu: number; readonly at: number } | undefined;
  let next = 0;
  const look = async (): Promise<boolean> => {
    const began = performance.now();
    if (began < next) return false;
    const activity = activityOf(await controller.metrics());
    // Its metrics copy every ApplicationSet: looking at a large hub must not be what keeps it busy.
    next = began + Math.max(500, 10 * (performance.now() - began));
    const cpu = cpuOf(controller.pid);
    const share = used ? (cpu - used.cpu) / ((began - used.at) / 1000) : 1;
    used = { cpu, at: began };
    const moves = activity.reconciles !== last?.reconciles || activity.upToDate !== last.upToDate;
    if (activity.busy || moves || share > idle) since = began;
    last = activity;
    await looked(activity);
    return holds(activity) && began - since >= quiet;
  };
  await until(what, look, patience, () => JSON.stringify({ ...last, sets: last?.sets.size, spent: undefined }));
  if (!last) throw new TypeError('never looked');
  return { activity: last, since };
}
