import { error, warning } from '@fleetwright/diagnostics';
import type { Disruption } from '@fleetwright/model';
import type { Boxed } from '@fleetwright/model/engine';
import type { AppContext, Emitted, Kind } from '../app/context.ts';
import { known } from '../app/draft.ts';
import { type ProcessOf, processesOf, processLabels, selectorLabels } from '../app/processes.ts';
import { type Replicas, replicasOf } from '../app/scale.ts';

/**
 * `disruption`, or one pod at a time where two are certain. None, whatever is said, where there is never more than one pod,
 * which it would keep from ever moving. Pods that are not healthy never keep a node from being drained.
 *
 * FW1023: an error for a budget that lets no pod go however many there are, a warning for one that lets none go while an
 * autoscaler is at its minimum.
 */
export const podDisruptionBudget: Kind<'PodDisruptionBudget', AppContext> = {
  kind: 'PodDisruptionBudget',
  emit: (context) => processesOf(context, 'web', 'worker', 'stateful').flatMap((of) => budgetOf(context, of)),
};

/** More pods than any process has. */
const many = 1_000_000;

type Of = ProcessOf<'web' | 'worker' | 'stateful'>;

function budgetOf(context: AppContext, of: Of): Emitted<'PodDisruptionBudget'>[] {
  const { disruption } = of.settings;
  const replicas = replicasOf(of.settings);
  if (disruption) checkBudget(context, of, disruption, replicas);
  if (replicas.most < 2 || (!disruption && (replicas.least ?? 0) < 2)) return [];
  return [
    {
      draft: {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: of.name, namespace: of.namespace, labels: processLabels(of) },
        spec: {
          maxUnavailable: disruption ? disruption.maxUnavailable : 1,
          minAvailable: disruption?.minAvailable,
          selector: { matchLabels: selectorLabels(of) },
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
        },
      },
      origin: of.origin,
    },
  ];
}

function checkBudget(context: AppContext, of: Of, disruption: Boxed<Disruption>, { least, most }: Replicas): void {
  const field = disruption.minAvailable ? 'minAvailable' : 'maxUnavailable';
  const leaf = disruption.minAvailable ?? disruption.maxUnavailable;
  const portion = known<number | string>(leaf);
  if (!leaf || portion === undefined) return;
  const frees = (pods: number): boolean =>
    (field === 'minAvailable' ? pods - share(portion, pods) : share(portion, pods)) >= 1;
  const at = { file: leaf.origin.file, path: leaf.origin.path };
  const said = `${field} of the process "${of.process}" is ${portion}`;
  const drained = 'no node with one of them could be drained';
  if (!frees(many)) {
    const hint = 'let one pod go at a time: maxUnavailable: 1';
    context.report(error('FW1023', `${said}: however many pods there are, ${drained}`, hint, at));
  } else if (most > 1 && !frees(most)) {
    const hint = `${lower(portion, most)}, or say maxUnavailable: 1`;
    context.report(
      error('FW1023', `${said}: of ${most} pods ${share(portion, most)} must stay, so ${drained}`, hint, at),
    );
  } else if (most > 1 && least !== undefined && !frees(least)) {
    const problem = `${said}: while the autoscaler is at its minimum of ${least}, ${share(portion, least)} must stay, so ${drained}`;
    let enough = least;
    while (!frees(enough)) enough++;
    const hint = `raise min to ${enough}${least > 1 ? `, or ${lower(portion, least)}` : ''}`;
    context.report(warning('FW1023', problem, hint, at));
  }
}

/** How many of some pods a portion is: percentages are rounded up, as Kubernetes does with both fields of a budget. */
function share(portion: number | string, pods: number): number {
  return typeof portion === 'number' ? portion : Math.ceil((Number.parseInt(portion, 10) * pods) / 100);
}

/** What `minAvailable` would have to be for one of so many pods to go. */
function lower(portion: number | string, pods: number): string {
  return `let minAvailable be at most ${typeof portion === 'number' ? pods - 1 : `${Math.floor(100 - 100 / pods)}%`}`;
}
