import type { Job } from '@fleetwright/schemas';
import type { AppContext, Emitted, Kind } from '../app/context.ts';
import type { Draft } from '../app/draft.ts';
import { podTemplate } from '../app/pod.ts';
import { type ProcessOf, processesOf, workloadLabels } from '../app/processes.ts';

/**
 * Processes of type `job`: a hook of the sync itself, in the wave before the workloads and after what it reads. A PreSync
 * hook would wait for ever for its ConfigMap; kustomize refuses generateName, so the last Job makes room for the next.
 */
export const job: Kind<'Job', AppContext> = {
  kind: 'Job',
  emit: (context) => processesOf(context, 'job').map((of) => jobOf(context, of)),
};

function jobOf(context: AppContext, of: ProcessOf<'job'>): Emitted<'Job'> {
  const draft: Draft<Job> = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: of.name,
      namespace: of.namespace,
      labels: workloadLabels(of),
      annotations: {
        'argocd.argoproj.io/hook': 'Sync',
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
        'argocd.argoproj.io/sync-wave': '-1',
      },
    },
    spec: {
      activeDeadlineSeconds: of.settings.deadlineSeconds ?? 600,
      backoffLimit: of.settings.retries ?? 3,
      template: podTemplate(context, of, { restartPolicy: 'Never' }),
    },
  };
  return { draft, origin: of.origin };
}
