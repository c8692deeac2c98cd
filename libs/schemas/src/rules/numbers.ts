import { valueText } from '../issue.ts';
import { quantityValue } from '../quantity.ts';
import { fieldsOf, itemsOf, type Rule } from './rule.ts';

/** Object → field → the smallest number that it may have. */
const minima: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  CronJobSpec: { failedJobsHistoryLimit: 0, startingDeadlineSeconds: 0, successfulJobsHistoryLimit: 0 },
  DaemonSetSpec: { minReadySeconds: 0, revisionHistoryLimit: 0 },
  DeploymentSpec: { minReadySeconds: 0, progressDeadlineSeconds: 0, replicas: 0, revisionHistoryLimit: 0 },
  HorizontalPodAutoscalerSpec: { maxReplicas: 1, minReplicas: 0 },
  JobSpec: { activeDeadlineSeconds: 0, backoffLimit: 0, completions: 0, parallelism: 0, ttlSecondsAfterFinished: 0 },
  PodSpec: { activeDeadlineSeconds: 1, terminationGracePeriodSeconds: 0 },
  Probe: {
    failureThreshold: 1,
    initialDelaySeconds: 0,
    periodSeconds: 1,
    successThreshold: 1,
    terminationGracePeriodSeconds: 1,
    timeoutSeconds: 1,
  },
  StatefulSetSpec: { minReadySeconds: 0, replicas: 0, revisionHistoryLimit: 0 },
  TopologySpreadConstraint: { maxSkew: 1, minDomains: 1 },
};

export const minimumRules: readonly Rule[] = Object.entries(minima).map(([object, fields]) => ({
  objects: [object],
  check(value, report) {
    for (const field in fields) {
      const number = value[field];
      const least = fields[field] ?? 0;
      if (typeof number !== 'number' || number >= least) continue;
      report([field], 'wrong-value', `must be at least ${least}, and is ${number}`, 'choose a larger number');
    }
  },
}));

/** Lists that must not be empty. */
export const containers: Rule = {
  objects: ['PodSpec'],
  check(spec, report) {
    if (!Array.isArray(spec['containers']) || spec['containers'].length > 0) return;
    report(['containers'], 'missing-field', 'is empty', 'a pod has at least one container');
  },
};

/** A container cannot ask for more than it may have; what is not CPU or memory cannot be overcommitted. */
export const requestsWithinLimits: Rule = {
  objects: ['ResourceRequirements'],
  check(resources, report) {
    const limits = fieldsOf(resources['limits']);
    const requests = fieldsOf(resources['requests']);
    for (const name in requests) {
      const limit = limits[name];
      const request = requests[name];
      if (limit === undefined || limit === request || !exceeds(request, limit)) continue;
      const text = `is ${amountText(request)}, and the limit is ${amountText(limit)}`;
      report(['requests', name], 'wrong-value', text, 'lower the request or raise the limit');
    }
    for (const [field, amounts] of [
      ['limits', limits],
      ['requests', requests],
    ] as const) {
      for (const name in amounts) {
        const amount = amountText(amounts[name]);
        if (!amount.startsWith('-')) continue;
        report([field, name], 'wrong-value', `is negative: ${amount}`, 'write an amount of 0 or more');
      }
    }
  },
};

function exceeds(request: unknown, limit: unknown): boolean {
  return (quantityValue(request) ?? 0) > (quantityValue(limit) ?? Infinity);
}

function amountText(amount: unknown): string {
  return typeof amount === 'string' || typeof amount === 'number' ? String(amount) : '';
}

export const autoscalerRange: Rule = {
  objects: ['HorizontalPodAutoscalerSpec'],
  check({ minReplicas, maxReplicas }, report) {
    if (typeof minReplicas !== 'number' || typeof maxReplicas !== 'number' || minReplicas <= maxReplicas) return;
    report(
      ['minReplicas'],
      'wrong-value',
      `is ${minReplicas}, and maxReplicas is ${maxReplicas}`,
      'lower minReplicas or raise maxReplicas',
    );
  },
};

/** A count, or a percentage of the replicas. */
export const countsOrShares: Rule = {
  objects: [
    'PodDisruptionBudgetSpec',
    'RollingUpdateDaemonSet',
    'RollingUpdateDeployment',
    'RollingUpdateStatefulSetStrategy',
  ],
  check(value, report) {
    for (const field of ['maxSurge', 'maxUnavailable', 'minAvailable']) {
      const amount = value[field];
      if (typeof amount === 'number' ? amount >= 0 : typeof amount !== 'string' || /^\d+%$/.test(amount)) continue;
      report(
        [field],
        'wrong-value',
        `must be a number of pods or a percentage, and is ${valueText(amount)}`,
        'write 1 or "25%"',
      );
    }
  },
};

/** With neither, a rolling update could never begin. */
export const rollingUpdateMoves: Rule = {
  objects: ['RollingUpdateDeployment'],
  check({ maxSurge, maxUnavailable }, report) {
    if (!isZero(maxSurge) || !isZero(maxUnavailable)) return;
    report(
      [],
      'wrong-value',
      'has maxSurge 0 and maxUnavailable 0, and could replace no pod',
      'let one of them be above 0',
    );
  },
};

function isZero(amount: unknown): boolean {
  return amount === 0 || amount === '0%';
}

/** Volumes that containers mount and nobody declares. */
export const mountedVolumes: Rule = {
  objects: ['DaemonSetSpec', 'DeploymentSpec', 'JobSpec', 'StatefulSetSpec'],
  check(spec, report) {
    const pod = fieldsOf(fieldsOf(spec['template'])['spec']);
    const declared = new Set<unknown>();
    for (const volume of itemsOf(pod['volumes'])) declared.add(fieldsOf(volume)['name']);
    for (const claim of itemsOf(spec['volumeClaimTemplates']))
      declared.add(fieldsOf(fieldsOf(claim)['metadata'])['name']);
    for (const list of ['initContainers', 'containers']) {
      for (const [index, container] of itemsOf(pod[list]).entries()) {
        for (const [mount, { name }] of itemsOf(fieldsOf(container)['volumeMounts']).map(fieldsOf).entries()) {
          if (typeof name !== 'string' || declared.has(name)) continue;
          const at = ['template', 'spec', list, index, 'volumeMounts', mount, 'name'];
          report(
            at,
            'wrong-value',
            `is ${valueText(name)}, which is no volume of the pod`,
            'add the volume, or correct the name',
          );
        }
      }
    }
  },
};
