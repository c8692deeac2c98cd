import { describe, expect, test } from 'vitest';
import { deployment, labels, object } from '../test/objects.ts';
import type { Kinds } from './index.ts';
import { kindInfo, kubernetesVersions, validateObject } from './index.ts';

/** Every issue as `message | hint`. */
function issues(value: unknown): string[] {
  return validateObject(value, '1.34').map(({ message, hint }) => `${message} | ${hint}`);
}

const inContainer = 'spec.template.spec.containers[0]';

describe('closed', () => {
  test('a right object has no issues, in any version', () => {
    for (const version of kubernetesVersions) expect(validateObject(deployment(), version)).toEqual([]);
  });

  test('every unknown field of an object at once, each with its path and the nearest field', () => {
    const value = deployment(
      { resourcess: {}, livenessProbe: { httpGet: { port: 80, pathh: '/' } } },
      { os: { name: 'linux', zzzzzzzz: 1 } },
      { replica: 1 },
    );
    const inSpec = 'is not a field of Deployment (apps/v1) in Kubernetes 1.34';
    expect(issues(value)).toEqual([
      `${inContainer}.resourcess ${inSpec} | did you mean "resources"?`,
      `${inContainer}.livenessProbe.httpGet.pathh ${inSpec} | did you mean "path"?`,
      `spec.template.spec.os.zzzzzzzz ${inSpec} | the fields here are name`,
      `spec.replica ${inSpec} | did you mean "replicas"?`,
    ]);
    expect(validateObject(value, '1.34')[0]).toMatchObject({
      pointer: ['spec', 'template', 'spec', 'containers', 0, 'resourcess'],
      problem: 'unknown-field',
    });
  });

  test('a typo deep inside a custom kind', () => {
    const template = {
      metadata: { name: 'a' },
      spec: { project: 'p', destination: {}, syncPolicy: { retry: { refesh: true } } },
    };
    const value = object('ApplicationSet', { spec: { generators: [{ list: { elements: [{ any: 1 }] } }], template } });
    expect(issues(value)).toEqual([
      'spec.template.spec.syncPolicy.retry.refesh is not a field of ApplicationSet (argoproj.io/v1alpha1) | did you mean "refresh"?',
    ]);
  });

  test('wrong types, choices and missing fields', () => {
    const value = deployment(
      { imagePullPolicy: 'Allways', env: [{ name: 'A', value: 1 }], args: '--fast', name: undefined },
      {},
      { replicas: '3', paused: null },
    );
    expect(issues(value)).toEqual([
      `${inContainer}.imagePullPolicy must be Always, IfNotPresent or Never, and is the string "Allways" | did you mean "Always"?`,
      `${inContainer}.env[0].value must be a string, and is the number 1 | put it in quotes`,
      `${inContainer}.args must be a list, and is the string "--fast" | write the items in a list`,
      `${inContainer}.name is missing in Deployment (apps/v1) in Kubernetes 1.34 | add name`,
      'spec.replicas must be a whole number from -2147483648 to 2147483647, and is the string "3" | write it in digits, without quotes',
      'spec.paused must be true or false, and is null | leave the field out, or give it a value',
    ]);
  });

  test('what an object is at all', () => {
    expect(issues('text')).toEqual([
      'the object must be a map, and is the string "text" | an object has apiVersion, kind and metadata',
    ]);
    expect(issues({ kind: 'Deployment' })).toEqual([
      'apiVersion is missing | every object names its apiVersion and kind',
    ]);
    expect(issues({ apiVersion: 'v1', kind: 'Deployment' })).toEqual([
      'Deployment (v1) is not a kind that Fleetwright knows | the apiVersion of Deployment is apps/v1, not v1',
    ]);
    expect(issues({ apiVersion: 'apps/v1', kind: 'Deploymnet' })[0]).toContain('did you mean Deployment?');
  });

  test('a status is the cluster’s to write', () => {
    expect(issues({ ...deployment(), status: {} })).toEqual([
      'status is not a field of Deployment (apps/v1) in Kubernetes 1.34 | leave it out: the cluster writes the status',
    ]);
  });

  test('free maps stay free, and names in them never reach a prototype', () => {
    expect(issues(object('ConfigMap', { data: { toString: 'a', 'a.b': 'c' } }))).toEqual([]);
    expect(issues(deployment({ toString: 1 })).length).toBe(1);
    expect(issues({ apiVersion: 'v1', kind: 'constructor' })[0]).toContain('not a kind');
  });

  test('limits of custom kinds', () => {
    const rule = { backendRefs: [{ name: 'web', port: 99999 }] };
    expect(issues(object('HTTPRoute', { spec: { hostnames: ['Shop_1'], rules: [rule] } }))).toEqual([
      expect.stringContaining('spec.hostnames[0] must match'),
      'spec.rules[0].backendRefs[0].port must be 1 to 65535, and is 99999 | use a number in that range',
    ]);
  });
});

test('what is known of a kind', () => {
  expect(kindInfo('batch/v1', 'CronJob')).toEqual({
    apiVersion: 'batch/v1',
    group: 'batch',
    kind: 'CronJob',
    namespaced: true,
    versions: kubernetesVersions,
  });
  expect(kindInfo('rbac.authorization.k8s.io/v1', 'ClusterRole')?.namespaced).toBe(false);
  expect(kindInfo('batch/v1beta1', 'CronJob')).toBeUndefined();
});

test('the types are those of the kinds', () => {
  const typed: Kinds['PodDisruptionBudget'] = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web' },
    spec: { minAvailable: '50%', selector: { matchLabels: labels } },
  };
  expect(issues(typed)).toEqual([]);
  // @ts-expect-error a field that the type does not have
  const wrong: Kinds['PodDisruptionBudget']['spec'] = { minAvailabel: 1 };
  expect(issues({ ...typed, spec: wrong })).toHaveLength(1);
});
