import type { Deployment, DeploymentStrategy } from '@fleetwright/schemas';
import type { AppContext, Kind } from '../app/context.ts';
import type { Draft } from '../app/draft.ts';
import { podTemplate } from '../app/pod.ts';
import { type ProcessOf, processesOf, type SettingsOf, selectorLabels, workloadLabels } from '../app/processes.ts';
import { replicasOf } from '../app/scale.ts';

/** Processes `web` and `worker`. With an autoscaler there is no `replicas`: every sync would set it back. */
export const deployment: Kind<'Deployment', AppContext> = {
  kind: 'Deployment',
  emit: (context) => processesOf(context, 'web', 'worker').map((of) => deploymentOf(context, of)),
};

function deploymentOf(context: AppContext, of: ProcessOf<'web' | 'worker'>) {
  const { scale = { type: 'fixed', replicas: 1 }, strategy } = of.settings;
  const draft: Draft<Deployment> = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: of.name, namespace: of.namespace, labels: workloadLabels(of) },
    spec: {
      replicas: scale.type === 'fixed' ? scale.replicas : undefined,
      selector: { matchLabels: selectorLabels(of) },
      strategy: strategyOf(strategy),
      template: podTemplate(context, of, { spread: replicasOf(of.settings).most > 1 }),
    },
  };
  return { draft, origin: of.origin };
}

function strategyOf(strategy: SettingsOf<'web'>['strategy']): Draft<DeploymentStrategy> | undefined {
  if (!strategy) return undefined;
  if (strategy.type === 'recreate') return { type: 'Recreate' };
  return {
    rollingUpdate: { maxSurge: strategy.surge, maxUnavailable: strategy.unavailable },
    type: 'RollingUpdate',
  };
}
