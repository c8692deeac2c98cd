import type { Job } from '@fleetwright/schemas';
import type { AppContext, Emitted, Kind } from '../app/context.ts';
import type { Draft } from '../app/draft.ts';
import { podTemplate } from '../app/pod.ts';
import { type ProcessOf, processesOf, workloadLabels } from '../app/processes.ts';

/**
 * Processes of type `job`: in the wave before the workloads and after what it reads; the workloads wait until it has completed. It is an object like
 * any other, and a changed one takes the place of the last, since a Job cannot be changed. Not a hook: Argo CD runs no hook where it takes a commit that
 * came during a sync for drift, so that a release would go without its job (seen with 3.2.11, argo-cd#22795); and a PreSync hook would wait for ever
 * for its ConfigMap.
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
        'argocd.argoproj.io/sync-options': 'Force=true,Replace=true',
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
