import { error } from '@fleetwright/diagnostics';
import type { AppContext, Emitted, Kind } from '../app/context.ts';
import { known } from '../app/draft.ts';
import { type ProcessOf, processesOf, processLabels, selectorLabels } from '../app/processes.ts';
import { replicasOf } from '../app/scale.ts';

/**
 * `disruption`, or one pod at a time where two are certain. None for a single pod, which it would keep from ever moving.
 * Pods that are not healthy never keep a node from being drained.
 */
export const podDisruptionBudget: Kind<'PodDisruptionBudget', AppContext> = {
  kind: 'PodDisruptionBudget',
  emit: (context) => processesOf(context, 'web', 'worker', 'stateful').flatMap((of) => budgetOf(context, of)),
};

function budgetOf(context: AppContext, of: ProcessOf<'web' | 'worker' | 'stateful'>): Emitted<'PodDisruptionBudget'>[] {
  const { disruption } = of.settings;
  const { least } = replicasOf(of.settings);
  if (!disruption && (least === undefined || least < 2)) return [];
  const leaf = disruption?.minAvailable;
  const minAvailable = known<number | string>(leaf);
  if (leaf && typeof minAvailable === 'number' && least !== undefined && minAvailable >= least) {
    const problem = `the process "${of.process}" keeps ${minAvailable} pods available and may have just ${least}: no node it runs on could ever be drained`;
    const hint = `let minAvailable be below ${least}, or say maxUnavailable: 1`;
    context.report(error('FW1023', problem, hint, { file: leaf.origin.file, path: leaf.origin.path }));
  }
  return [
    {
      draft: {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: of.name, namespace: of.namespace, labels: processLabels(of) },
        spec: {
          maxUnavailable: disruption ? disruption.maxUnavailable : 1,
          minAvailable: leaf,
          selector: { matchLabels: selectorLabels(of) },
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
        },
      },
      origin: of.origin,
    },
  ];
}
