import { valueText } from '../issue.ts';
import { fieldsOf, itemsOf, type Rule } from './rule.ts';

/** Object → fields that hold a port's number, or its number or name. */
const portFields: ReadonlyMap<string, readonly string[]> = new Map([
  ['ContainerPort', ['containerPort', 'hostPort']],
  ['EndpointPort', ['port']],
  ['GRPCAction', ['port']],
  ['HTTPGetAction', ['port']],
  ['NetworkPolicyPort', ['endPort', 'port']],
  ['ServiceBackendPort', ['number']],
  ['ServicePort', ['nodePort', 'port', 'targetPort']],
  ['TCPSocketAction', ['port']],
]);

export const portNumbers: readonly Rule[] = [...portFields].map(([object, fields]) => ({
  objects: [object],
  check(value, report) {
    for (const field of fields) {
      const port = value[field];
      if (typeof port === 'number' && (port < 1 || port > 65535)) {
        report([field], 'wrong-value', `must be a port from 1 to 65535, and is ${port}`, 'choose another number');
      }
      if (typeof port === 'string' && !isPortName(port))
        report([field], 'wrong-value', `${nameText} ${valueText(port)}`, nameHint);
    }
  },
}));

/** The name of a container's port, RFC 6335; a Service's port may be any label. */
export const containerPortName: Rule = {
  objects: ['ContainerPort'],
  check({ name }, report) {
    if (typeof name !== 'string' || isPortName(name)) return;
    report(['name'], 'wrong-value', `${nameText} ${valueText(name)}`, nameHint);
  },
};

/** Several ports of one Service are told apart by name. */
export const servicePortNames: Rule = {
  objects: ['ServiceSpec'],
  check({ ports }, report) {
    if (itemsOf(ports).length < 2) return;
    const seen = new Set<unknown>();
    for (const [index, port] of itemsOf(ports).entries()) {
      const { name } = fieldsOf(port);
      if (name === undefined)
        report(
          ['ports', index, 'name'],
          'missing-field',
          'is missing: a Service with several ports names each',
          'add a name',
        );
      else if (seen.has(name))
        report(
          ['ports', index, 'name'],
          'wrong-value',
          `is ${valueText(name)}, like another port of the Service`,
          'choose another name',
        );
      seen.add(name);
    }
  },
};

const nameText = 'must be the name of a port (RFC 6335), and is';
const nameHint = 'use at most 15 of a-z, 0-9 and -, with a letter among them, and no - at either end';

function isPortName(name: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name) && name.length <= 15;
}
