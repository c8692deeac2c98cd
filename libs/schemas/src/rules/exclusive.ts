import { anyOf } from '../issue.ts';
import type { Rule } from './rule.ts';

/** Fields of which one object may have one: Go's unions, which OpenAPI shows as plain objects. */
interface Choice {
  readonly object: string;
  /** What one of the fields is called in a message. */
  readonly what: string;
  /** Whether one of them must be there. */
  readonly needed: boolean;
  readonly fields: readonly string[] | { readonly allBut: readonly string[] };
}

const choices: readonly Choice[] = [
  { object: 'Probe', what: 'handler', needed: true, fields: ['exec', 'grpc', 'httpGet', 'tcpSocket'] },
  { object: 'LifecycleHandler', what: 'handler', needed: true, fields: ['exec', 'httpGet', 'sleep', 'tcpSocket'] },
  { object: 'PodDisruptionBudgetSpec', what: 'limit', needed: false, fields: ['maxUnavailable', 'minAvailable'] },
  { object: 'EnvVar', what: 'value', needed: false, fields: ['value', 'valueFrom'] },
  { object: 'EnvVarSource', what: 'source', needed: true, fields: { allBut: [] } },
  { object: 'EnvFromSource', what: 'source', needed: true, fields: ['configMapRef', 'secretRef'] },
  { object: 'Volume', what: 'source', needed: true, fields: { allBut: ['name'] } },
  { object: 'VolumeProjection', what: 'source', needed: true, fields: { allBut: [] } },
  { object: 'IngressBackend', what: 'backend', needed: true, fields: ['resource', 'service'] },
];

export const exclusiveRules: readonly Rule[] = choices.map(({ object, what, needed, fields }) => ({
  objects: [object],
  check(value, report) {
    const chosen = Object.keys(value).filter((key) => {
      return value[key] !== undefined && ('allBut' in fields ? !fields.allBut.includes(key) : fields.includes(key));
    });
    if (chosen.length > 1) {
      const text = `has ${chosen.join(' and ')}, and may have one ${what}`;
      report([], 'wrong-value', text, `remove all but one of ${chosen.join(', ')}`);
    }
    if (chosen.length === 0 && needed) {
      report([], 'missing-field', `has no ${what}`, 'allBut' in fields ? `add one ${what}` : `add ${anyOf(fields)}`);
    }
  },
}));
