import { valueText } from '../issue.ts';
import type { KindInfo } from '../kind.ts';
import type { Rule } from './rule.ts';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const labelFromLetter = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const pathSegment = /^(?!\.{1,2}$)[^/%]+$/;

interface NameFormat {
  readonly pattern: RegExp;
  readonly length: number;
  readonly words: string;
}

const subdomainFormat: NameFormat = {
  pattern: subdomain,
  length: 253,
  words: 'a-z, 0-9, - and ., beginning and ending with a letter or digit',
};
const labelFormat: NameFormat = {
  pattern: label,
  length: 63,
  words: 'a-z, 0-9 and -, beginning and ending with a letter or digit',
};
const segmentFormat: NameFormat = { pattern: pathSegment, length: 253, words: 'any characters but / and %' };

const formats: ReadonlyMap<string, NameFormat> = new Map([
  ['ClusterRole', segmentFormat],
  ['ClusterRoleBinding', segmentFormat],
  // The controller adds 11 characters to name its Jobs, whose pods carry the name as a label.
  ['CronJob', { ...subdomainFormat, length: 52 }],
  ['Namespace', labelFormat],
  ['Role', segmentFormat],
  ['RoleBinding', segmentFormat],
  [
    'Service',
    {
      pattern: labelFromLetter,
      length: 63,
      words: 'a-z, 0-9 and -, beginning with a letter and ending with a letter or digit',
    },
  ],
]);

/** The name of an object: for most kinds a DNS subdomain. */
export const objectName: Rule = {
  objects: ['NamedObjectMeta'],
  check({ name }, report, { kind }) {
    if (typeof name === 'string') checkName(name, formats.get(kind) ?? subdomainFormat, 'name', kind, report);
  },
};

/** The namespace: a DNS label, and only where the kind is in one. */
export const objectNamespace: Rule = {
  objects: ['NamedObjectMeta'],
  check({ namespace }, report, { kind, namespaced }: KindInfo) {
    if (typeof namespace !== 'string') return;
    if (namespaced) checkName(namespace, labelFormat, 'namespace', kind, report);
    else report(['namespace'], 'wrong-value', `is set, and a ${kind} is in no namespace`, 'leave it out');
  },
};

/** The name of a container or volume: a DNS label. */
export const partNames: Rule = {
  objects: ['Container', 'EphemeralContainer', 'Volume'],
  check({ name }, report) {
    if (typeof name === 'string') checkName(name, labelFormat, 'name', 'container or volume', report);
  },
};

function checkName(
  name: string,
  { pattern, length, words }: NameFormat,
  field: string,
  what: string,
  report: Parameters<Rule['check']>[1],
): void {
  if (name.length > length) {
    report(
      [field],
      'wrong-value',
      `has ${name.length} characters, and the ${field} of a ${what} may have ${length}`,
      'choose a shorter one',
    );
  }
  if (!pattern.test(name)) {
    report([field], 'wrong-value', `is ${valueText(name)}, which is no ${field} of a ${what}`, `use ${words}`);
  }
}

/** The keys of a ConfigMap or Secret become names of files. */
export const dataKeys: Rule = {
  objects: ['ConfigMap', 'Secret'],
  check(value, report) {
    for (const field of ['binaryData', 'data', 'stringData']) {
      const data = value[field];
      if (typeof data !== 'object' || data === null) continue;
      for (const key of Object.keys(data)) {
        if (/^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..')) continue;
        report(
          [field, key],
          'wrong-value',
          'has a key that cannot be the name of a file',
          'use at most 253 of letters, digits, -, _ and .',
        );
      }
    }
  },
};
