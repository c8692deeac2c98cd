import { expect, test } from 'vitest';
import { fieldSpec, printed, refusalOf, resourcesIn } from '../../test/resources.ts';
import { setName, storePreviousId } from '../resource/changes.ts';
import { replicaCountTransformer } from './replicas.ts';

const fieldSpecs = [fieldSpec('spec/replicas', 'Deployment', true), fieldSpec('spec/replicas', 'StatefulSet')];
const set = (name: string) => replicaCountTransformer({ replica: { name, count: '12' }, fieldSpecs });
const object = (kind: string, spec: string) =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: web}\nspec: ${spec}\n`;

test('sets and creates the number of replicas', () => {
  expect(printed(set('web')(resourcesIn(object('Deployment', '{}'))))).toContain('replicas: 12\n');
  expect(printed(set('web')(resourcesIn(object('Deployment', '{replicas: null}'))))).toContain('replicas: 12\n');
  // The quotes stay, as they do in kustomize.
  expect(printed(set('web')(resourcesIn(object('StatefulSet', '{replicas: "1"}'))))).toContain('replicas: "12"\n');
  // Found, though nothing may be created.
  expect(printed(set('web')(resourcesIn(object('StatefulSet', '{}'))))).not.toContain('replicas');
});

test('knows resources by the name they had', () => {
  const renamed = resourcesIn(object('Deployment', '{}')).map((each) => setName(storePreviousId(each), 'new'));
  expect(printed(set('web')(renamed))).toContain('replicas: 12\n');
});

test('refuses a name that no such resource has', () => {
  const message =
    'FW6017 resource with name x does not match a config with the following GVK [Deployment.[noVer].[noGrp] StatefulSet.[noVer].[noGrp]]';
  expect(refusalOf(() => set('x')(resourcesIn(object('Deployment', '{}'))))).toEqual([message]);
});
