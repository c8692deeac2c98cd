import { describe, expect, test } from 'vitest';
import { deployment, object } from '../../test/objects.ts';
import { objects } from '../generated/schemas.gen.ts';
import { kinds, validateObject } from '../index.ts';
import { objectNode } from '../schema.ts';
import { rules } from './rules.ts';

const inContainer = 'spec.template.spec.containers[0]';

/** What is wrong, and the whole message. */
const mistakes: readonly (readonly [string, object, readonly string[]])[] = [
  [
    'a port out of range',
    deployment({ ports: [{ containerPort: 99999 }] }),
    [`${inContainer}.ports[0].containerPort must be a port from 1 to 65535, and is 99999`],
  ],
  [
    'the name of a port',
    deployment({ ports: [{ containerPort: 80, name: 'a-name-that-is-long' }] }),
    [`${inContainer}.ports[0].name must be the name of a port (RFC 6335), and is the string "a-name-that-is-long"`],
  ],
  [
    'two handlers',
    deployment({ livenessProbe: { httpGet: { port: 80 }, exec: { command: ['true'] } } }),
    [`${inContainer}.livenessProbe has httpGet and exec, and may have one handler`],
  ],
  ['no handler', deployment({ livenessProbe: { periodSeconds: 5 } }), [`${inContainer}.livenessProbe has no handler`]],
  [
    'two sources of a volume',
    deployment({}, { volumes: [{ name: 'a', emptyDir: {}, configMap: { name: 'b' } }] }),
    ['spec.template.spec.volumes[0] has emptyDir and configMap, and may have one source'],
  ],
  [
    'the same variable twice',
    deployment({
      env: [
        { name: 'A', value: 'a' },
        { name: 'A', value: 'b' },
      ],
    }),
    [`${inContainer}.env[1] repeats name A of ${inContainer}.env[0]`],
  ],
  [
    'the same port twice',
    deployment({
      ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'TCP' }, { containerPort: 80, protocol: 'UDP' }],
    }),
    [`${inContainer}.ports[1] repeats containerPort, protocol 80, TCP of ${inContainer}.ports[0]`],
  ],
  [
    'the same container twice',
    deployment({}, { containers: [{ name: 'a' }, { name: 'a' }] }),
    ['spec.template.spec.containers[1] repeats name a of spec.template.spec.containers[0]'],
  ],
  ['no container', deployment({}, { containers: [] }), ['spec.template.spec.containers is empty']],
  [
    'a quantity',
    deployment({ resources: { limits: { memory: '1 GB' } } }),
    [`${inContainer}.resources.limits.memory must be a quantity, and is the string "1 GB"`],
  ],
  [
    'more asked for than allowed',
    deployment({ resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '500m', memory: '2G' } } }),
    [`${inContainer}.resources.requests.cpu is 1, and the limit is 500m`],
  ],
  [
    'a volume that is not there',
    deployment({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
    [`${inContainer}.volumeMounts[0].name is the string "data", which is no volume of the pod`],
  ],
  [
    'the selector',
    deployment(
      {},
      {},
      { selector: { matchLabels: { app: 'wbe' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] } },
    ),
    [
      'spec.selector.matchLabels.app is the string "wbe", and the pod template has the string "web"',
      'spec.selector.matchExpressions[0] does not hold for the labels of the pod template',
    ],
  ],
  [
    'the value of a label',
    object('ConfigMap', {}, { labels: { 'a.io/b': 'not a value' } }),
    ['metadata.labels["a.io/b"] is the string "not a value", which is no value of a label'],
  ],
  [
    'the key of a label',
    object('ConfigMap', {}, { labels: { '-a': 'b' } }),
    ['metadata.labels["-a"] has a key that Kubernetes refuses'],
  ],
  [
    'a name',
    object('ConfigMap', {}, { name: 'My_Map' }),
    ['metadata.name is the string "My_Map", which is no name of a ConfigMap'],
  ],
  [
    'the name of a Service',
    object('Service', { spec: {} }, { name: 'a'.repeat(64) }),
    ['metadata.name has 64 characters, and the name of a Service may have 63'],
  ],
  [
    'the name of a Service begins with a letter',
    object('Service', { spec: {} }, { name: '1a' }),
    ['metadata.name is the string "1a", which is no name of a Service'],
  ],
  [
    'a namespace where there is none',
    object('Namespace', {}, { namespace: 'a' }),
    ['metadata.namespace is set, and a Namespace is in no namespace'],
  ],
  [
    'both limits',
    object('PodDisruptionBudget', { spec: { minAvailable: 1, maxUnavailable: 1 } }),
    ['spec has minAvailable and maxUnavailable, and may have one limit'],
  ],
  [
    'a share',
    object('PodDisruptionBudget', { spec: { minAvailable: 'half' } }),
    ['spec.minAvailable must be a number of pods or a percentage, and is the string "half"'],
  ],
  [
    'the range of replicas',
    object('HorizontalPodAutoscaler', {
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: 5, maxReplicas: 2 },
    }),
    ['spec.minReplicas is 5, and maxReplicas is 2'],
  ],
  ['fewer than none', deployment({}, {}, { replicas: -1 }), ['spec.replicas must be at least 0, and is -1']],
  [
    'a rollout that cannot move',
    deployment({}, {}, { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } }),
    ['spec.strategy.rollingUpdate has maxSurge 0 and maxUnavailable 0, and could replace no pod'],
  ],
  [
    'a schedule',
    object('CronJob', {
      spec: {
        schedule: '0 0 30 2 *',
        jobTemplate: { spec: { template: { spec: { containers: [{ name: 'a' }], restartPolicy: 'Never' } } } },
      },
    }),
    ['spec.schedule asks for day 30 of a month that never has it, so it never runs'],
  ],
  [
    'the restart policy of a Job',
    object('Job', { spec: { template: { spec: { containers: [{ name: 'a' }] } } } }),
    ['spec.template.spec.restartPolicy is missing, which means Always, and the pods of a Job end'],
  ],
  [
    'ports of a Service without names',
    object('Service', { spec: { ports: [{ port: 80 }, { port: 81, name: 'b' }] } }),
    ['spec.ports[0].name is missing: a Service with several ports names each'],
  ],
  [
    'the key of a ConfigMap',
    object('ConfigMap', { data: { 'a/b': 'c' } }),
    ['data["a/b"] has a key that cannot be the name of a file'],
  ],
  [
    'base64',
    object('Secret', { data: { a: 'not base64' } }),
    ['data.a must be text in base64, and is the string "not base64"'],
  ],
  [
    'the operator of an expression',
    object('NetworkPolicy', { spec: { podSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } } }),
    ['spec.podSelector.matchExpressions[0].values is missing: In compares with values'],
  ],
  [
    'annotations that are too long',
    object('ConfigMap', {}, { annotations: { a: 'x'.repeat(262144) } }),
    ['metadata.annotations are 262145 characters long, and may be 262144'],
  ],
  [
    'a ConfigMap that is too large, in bytes',
    object('ConfigMap', { data: { a: 'x'.repeat(2 ** 19), b: '\u00e9'.repeat(2 ** 18 + 1) } }),
    ['data is 1048578 bytes long, and an object may hold 1048576'],
  ],
];

describe('what OpenAPI does not say', () => {
  test.each(mistakes)('%s', (_, value, expected) => {
    const found = validateObject(value, '1.34');
    expect(found.map(({ message }) => message)).toEqual(expected);
    for (const { hint } of found) expect(hint).not.toBe('');
  });

  test('a rule says nothing about values that are wrong already, and does not fail on them', () => {
    const paths = Object.keys(objects).flatMap((name) => (objectNode(name, '1.36').rules.length > 0 ? [name] : []));
    for (const name of paths) {
      for (const rule of objectNode(name, '1.36').rules) {
        for (const bad of [null, 1, 'x', [], [null], { a: null }]) {
          const value = Object.fromEntries([...objectNode(name, '1.36').fields.keys()].map((field) => [field, bad]));
          expect(() => rule.check(value, () => undefined, kinds.Deployment)).not.toThrow();
        }
      }
    }
    expect(paths.length).toBeGreaterThan(20);
  });

  test('every rule is about objects that there are', () => {
    for (const name of rules.flatMap((rule) => rule.objects)) expect(objects[name], name).toBeDefined();
  });
});
