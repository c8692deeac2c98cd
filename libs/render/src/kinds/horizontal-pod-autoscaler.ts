import type { Leaf } from '@fleetwright/model/engine';
import type { MetricSpec } from '@fleetwright/schemas';
import { someOf } from '../app/container.ts';
import type { AppContext, Emitted, Kind } from '../app/context.ts';
import type { Draft } from '../app/draft.ts';
import { type ProcessOf, processesOf, processLabels } from '../app/processes.ts';

/** Processes whose scale is of type `hpa`. */
export const horizontalPodAutoscaler: Kind<'HorizontalPodAutoscaler', AppContext> = {
  kind: 'HorizontalPodAutoscaler',
  emit: (context) => processesOf(context, 'web', 'worker').flatMap(autoscalerOf),
};

function autoscalerOf(of: ProcessOf<'web' | 'worker'>): Emitted<'HorizontalPodAutoscaler'>[] {
  const { scale } = of.settings;
  if (scale?.type !== 'hpa') return [];
  const { cpu, memory } = scale;
  return [
    {
      draft: {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: of.name, namespace: of.namespace, labels: processLabels(of) },
        spec: {
          maxReplicas: scale.max,
          metrics: someOf([...(cpu ? [use('cpu', cpu)] : []), ...(memory ? [use('memory', memory)] : [])]),
          minReplicas: scale.min,
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: of.name },
        },
      },
      origin: of.origin,
    },
  ];
}

function use(name: 'cpu' | 'memory', averageUtilization: Leaf<number>): Draft<MetricSpec> {
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } };
}
