import { valueText } from '../issue.ts';
import { type Fields, fieldsOf, itemsOf, type Report, type Rule } from './rule.ts';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const value = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const key =
  /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const keyHint = 'a key is [prefix/]name: the prefix a DNS name, the name at most 63 of letters, digits, -, _ and .';
const valueHint = 'use at most 63 of letters, digits, -, _ and ., beginning and ending with a letter or digit';

/** Object → fields that hold labels. */
const labelFields: ReadonlyMap<string, string> = new Map([
  ['LabelSelector', 'matchLabels'],
  ['NamedObjectMeta', 'labels'],
  ['ObjectMeta', 'labels'],
  ['PodSpec', 'nodeSelector'],
  ['ServiceSpec', 'selector'],
]);

export const labels: readonly Rule[] = [...labelFields].map(([object, field]) => ({
  objects: [object],
  check(fields, report) {
    const entries = fieldsOf(fields[field]);
    for (const name in entries) {
      const text = entries[name];
      checkKey(name, field, report);
      if (typeof text === 'string' && !value.test(text)) {
        report([field, name], 'wrong-value', `is ${valueText(text)}, which is no value of a label`, valueHint);
      }
    }
  },
}));

/** Annotations: keys like those of labels, and 256 KiB together. */
export const annotations: Rule = {
  objects: ['NamedObjectMeta', 'ObjectMeta'],
  check(meta, report) {
    const entries = fieldsOf(meta['annotations']);
    let size = 0;
    for (const name in entries) {
      checkKey(name, 'annotations', report);
      const text = entries[name];
      if (typeof text === 'string') size += name.length + text.length;
    }
    if (size <= 256 * 1024) return;
    report(
      ['annotations'],
      'wrong-value',
      `are ${size} characters long, and may be ${256 * 1024}`,
      'move long texts to a ConfigMap',
    );
  },
};

/** `In` and `NotIn` compare with values, `Exists` and `DoesNotExist` with none. */
export const selectorExpressions: Rule = {
  objects: ['LabelSelectorRequirement'],
  check({ operator, values }, report) {
    const some = itemsOf(values).length > 0;
    if ((operator === 'In' || operator === 'NotIn') && !some) {
      report(['values'], 'missing-field', `is missing: ${operator} compares with values`, 'add a list of values');
    } else if ((operator === 'Exists' || operator === 'DoesNotExist') && some) {
      report(['values'], 'wrong-value', `is set, and ${operator} compares with none`, 'leave it out');
    } else if (typeof operator === 'string' && !/^(?:In|NotIn|Exists|DoesNotExist)$/.test(operator)) {
      report(
        ['operator'],
        'wrong-value',
        `must be DoesNotExist, Exists, In or NotIn, and is ${valueText(operator)}`,
        'choose one of them',
      );
    }
  },
};

/** A workload that does not select its own pods is refused. */
export const ownSelector: Rule = {
  objects: ['DaemonSetSpec', 'DeploymentSpec', 'StatefulSetSpec'],
  check(spec, report) {
    const { matchLabels, matchExpressions } = fieldsOf(spec['selector']);
    const podLabels = fieldsOf(fieldsOf(fieldsOf(spec['template'])['metadata'])['labels']);
    const wanted = fieldsOf(matchLabels);
    const expressions = itemsOf(matchExpressions);
    if (typeof spec['selector'] === 'object' && Object.keys(wanted).length === 0 && expressions.length === 0) {
      report(['selector'], 'missing-field', 'selects nothing', 'add matchLabels with the labels of the pod template');
    }
    for (const name in wanted) {
      if (podLabels[name] === wanted[name]) continue;
      const found = podLabels[name] === undefined ? 'has no such label' : `has ${valueText(podLabels[name])}`;
      report(
        ['selector', 'matchLabels', name],
        'wrong-value',
        `is ${valueText(wanted[name])}, and the pod template ${found}`,
        mismatchHint,
      );
    }
    for (const [index, expression] of expressions.entries()) {
      if (matches(fieldsOf(expression), podLabels)) continue;
      report(
        ['selector', 'matchExpressions', index],
        'wrong-value',
        'does not hold for the labels of the pod template',
        mismatchHint,
      );
    }
  },
};

const mismatchHint = 'make the selector and template.metadata.labels agree';

function matches({ key: name, operator, values }: Fields, podLabels: Fields): boolean {
  const found = typeof name === 'string' ? podLabels[name] : undefined;
  if (operator === 'Exists') return found !== undefined;
  if (operator === 'DoesNotExist') return found === undefined;
  if (operator === 'In') return found !== undefined && itemsOf(values).includes(found);
  return operator !== 'NotIn' || found === undefined || !itemsOf(values).includes(found);
}

function checkKey(name: string, field: string, report: Report): void {
  if (!key.test(name)) report([field, name], 'wrong-value', 'has a key that Kubernetes refuses', keyHint);
}
