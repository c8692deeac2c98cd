import type { CronJob } from '@fleetwright/schemas';
import type { AppContext, Kind } from '../app/context.ts';
import type { Draft } from '../app/draft.ts';
import { podTemplate } from '../app/pod.ts';
import { type ProcessOf, processesOf, workloadLabels } from '../app/processes.ts';

/** Processes of type `cron`. A run that could not start within five minutes is left out; one good and three bad runs are kept. */
export const cronJob: Kind<'CronJob', AppContext> = {
  kind: 'CronJob',
  emit: (context) => processesOf(context, 'cron').map((of) => cronJobOf(context, of)),
};

function cronJobOf(context: AppContext, of: ProcessOf<'cron'>) {
  const { settings } = of;
  const draft: Draft<CronJob> = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: of.name, namespace: of.namespace, labels: workloadLabels(of) },
    spec: {
      concurrencyPolicy: settings.concurrency ?? 'Forbid',
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels: workloadLabels(of) },
        spec: {
          activeDeadlineSeconds: settings.deadlineSeconds ?? 3600,
          backoffLimit: 3,
          template: podTemplate(context, of, { restartPolicy: 'Never' }),
        },
      },
      schedule: settings.schedule,
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 1,
      suspend: settings.suspend,
      timeZone: settings.timeZone,
    },
  };
  return { draft, origin: of.origin };
}
