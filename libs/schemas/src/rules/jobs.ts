import { valueText } from '../issue.ts';
import { parseSchedule } from '../schedule.ts';
import { fieldsOf, type Rule } from './rule.ts';

export const schedule: Rule = {
  objects: ['CronJobSpec'],
  check(spec, report) {
    const problem = typeof spec['schedule'] === 'string' ? parseSchedule(spec['schedule']) : undefined;
    if (problem !== undefined)
      report(['schedule'], 'wrong-value', problem, 'write it as "30 4 * * mon-fri": half past four on workdays');
  },
};

/** Jobs end, so their pods may not always be restarted; the pods of other workloads always are. */
export const restartPolicy: Rule = {
  objects: ['DaemonSetSpec', 'DeploymentSpec', 'JobSpec', 'StatefulSetSpec'],
  check({ template }, report, { kind }) {
    const pod = fieldsOf(template)['spec'];
    const restart = fieldsOf(pod)['restartPolicy'];
    const at = ['template', 'spec', 'restartPolicy'];
    const isJob = kind === 'Job' || kind === 'CronJob';
    if (pod === undefined) return;
    if (isJob && restart !== 'Never' && restart !== 'OnFailure') {
      const found = restart === undefined ? 'is missing, which means Always' : `is ${valueText(restart)}`;
      report(
        at,
        restart === undefined ? 'missing-field' : 'wrong-value',
        `${found}, and the pods of a ${kind} end`,
        'set it to Never or OnFailure',
      );
    }
    if (!isJob && typeof restart === 'string' && restart !== 'Always') {
      report(
        at,
        'wrong-value',
        `is ${valueText(restart)}, and the pods of a ${kind} are always restarted`,
        'leave it out',
      );
    }
  },
};
