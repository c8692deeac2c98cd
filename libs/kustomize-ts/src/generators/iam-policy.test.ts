import { expect, test } from 'vitest';
import { printed, refusalOf } from '../../test/resources.ts';
import type { Scope } from '../build/scope.ts';
import { builtInSchema } from '../merge/openapi.ts';
import { iamPolicyGenerator } from './iam-policy.ts';

const scope: Scope = {
  file: 'kustomization.yaml',
  root: '',
  schema: builtInSchema,
  read: () => new Uint8Array(),
  readText: () => '',
  helm: undefined,
};

const args = {
  cloud: 'gke',
  kubernetesService: { name: 'ksa', namespace: 'ns' },
  serviceAccount: { name: 'gsa', projectId: 'p' },
};

test('makes a service account', () => {
  expect(printed(iamPolicyGenerator(args, scope))).toBe(`apiVersion: v1
kind: ServiceAccount
metadata:
  annotations:
    iam.gke.io/gcp-service-account: gsa@p.iam.gserviceaccount.com
  name: ksa
  namespace: ns
`);
});

test('refuses other clouds, and names that are no YAML', () => {
  expect(refusalOf(() => iamPolicyGenerator({ ...args, cloud: 'eks' }, scope))).toEqual([
    'FW6016 cloud provider eks not supported yet',
  ]);
  const broken = { ...args, kubernetesService: { name: '"', namespace: '' } };
  expect(refusalOf(() => iamPolicyGenerator(broken, scope))[0]).toMatch(/^FW6009 /);
});
