import { exclusiveRules } from './exclusive.ts';
import { restartPolicy, schedule } from './jobs.ts';
import { annotations, labels, ownSelector, selectorExpressions } from './labels.ts';
import { dataKeys, objectName, objectNamespace, partNames } from './names.ts';
import * as numbers from './numbers.ts';
import { containerPortName, portNumbers, servicePortNames } from './ports.ts';
import type { Rule } from './rule.ts';
import { dataSize } from './size.ts';

/** What Kubernetes demands beyond its OpenAPI. To add a rule: a function in this folder, a line here, a case in the test. */
export const rules: readonly Rule[] = [
  objectName,
  objectNamespace,
  partNames,
  dataKeys,
  dataSize,
  ...labels,
  annotations,
  selectorExpressions,
  ownSelector,
  ...exclusiveRules,
  ...portNumbers,
  containerPortName,
  servicePortNames,
  ...numbers.minimumRules,
  numbers.containers,
  numbers.requestsWithinLimits,
  numbers.autoscalerRange,
  numbers.countsOrShares,
  numbers.rollingUpdateMoves,
  numbers.mountedVolumes,
  schedule,
  restartPolicy,
];

/** The rules about one object, by the name of its interface. */
export function rulesFor(object: string): readonly Rule[] {
  return rules.filter((rule) => rule.objects.includes(object));
}
