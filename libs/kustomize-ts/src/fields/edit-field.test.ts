import { expect, test } from 'vitest';
import { fieldSpec, printed, refusalOf, resourcesIn } from '../../test/resources.ts';
import type { FieldSpec } from '../kustomization/types.ts';
import type { Resource } from '../resource/resource.ts';
import { type Created, editField, editFields } from './edit-field.ts';
import { setScalar } from './setters.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  empty: null
  containers:
  - name: a
    image: one
  - null
  - name: b
    image: null
`;

const scalar: Created = { kind: 'scalar', tag: '' };

function edited(text: string, spec: FieldSpec, create?: Created): string {
  const [resource] = resourcesIn(text);
  if (resource === undefined) throw new Error('no resource');
  return printed([resource.with(editField(resource.node, spec, setScalar('new'), create && { create }))]);
}

test('edits a field, and each item of lists on the way', () => {
  expect(edited(deployment, fieldSpec('spec/containers/image', 'Deployment'))).toContain(`
  containers:
  - image: new
    name: a
  - null
  - image: new
    name: b
`);
});

test.each(['Deployment.v2', 'Deployment..batch', 'Pod', 'deployment'])('leaves %s alone', (type) => {
  const [resource] = resourcesIn(deployment);
  expect(resource && editField(resource.node, fieldSpec('metadata/name', type), setScalar('new'))).toBe(resource?.node);
});

test('creates what is missing only when told how and allowed to', () => {
  const path = 'spec/a/b';
  expect(edited(deployment, fieldSpec(path, '', true), scalar)).toContain('  a:\n    b: new\n');
  for (const create of [undefined, scalar]) expect(edited(deployment, fieldSpec(path), create)).not.toContain('b: new');
  expect(edited(deployment, fieldSpec(path, '', true))).not.toContain('b: new');
});

test('makes mappings of null, and lists of null that must be lists', () => {
  expect(edited(deployment, fieldSpec('spec/empty/b', '', true), scalar)).toContain('  empty:\n    b: new\n');
  expect(edited(deployment, fieldSpec('spec/empty/b'))).toContain('  empty: null\n');
  expect(edited(deployment, fieldSpec('spec/empty[]/b'))).toContain('  empty: []\n');
  expect(edited(deployment, fieldSpec('spec/more[]/b', '', true), scalar)).not.toContain('more');
  // What was made on the way stays, though the path ends at a list.
  expect(edited(deployment, fieldSpec('spec/a/more[]/b', '', true), scalar)).toContain('  a: {}\n');
});

test('takes white space for the mapping itself', () => {
  expect(edited(deployment, fieldSpec('metadata/ /name'))).toContain('name: new');
});

const about = "FW6017 considering field '%s' of object Deployment.v1.apps/web.[noNs]: ";

test.each([
  ['metadata/name/x', 'expected sequence or mapping node'],
  ['metadata//name', 'cannot set or create an empty field name'],
  ['metadata/*', 'fieldName: *: wildcard is not supported in PathGetter'],
  ['metadata/-1', 'fieldName: -1: array index -1 cannot be negative'],
  [
    'metadata/0',
    'fieldName: 0: wrong node kind: expected SequenceNode but got MappingNode: node contents:\nname: web\n',
  ],
  ['spec/containers/name/x', 'visit traversal on path: [name x]: expected sequence or mapping node'],
  [
    'spec/containers',
    'wrong node kind: expected ScalarNode but got SequenceNode: node contents:\n- name: a\n  image: one\n- null\n- name: b\n  image: null\n',
  ],
])('refuses %s', (path, message) => {
  expect(refusalOf(() => edited(deployment, fieldSpec(path)))).toEqual([about.replace('%s', path) + message]);
});

test('refuses a path of thousands of parts instead of overflowing', () => {
  const path = 'a/'.repeat(100_000);
  expect(refusalOf(() => edited(deployment, fieldSpec(path, '', true), scalar))[0]).toContain('path with more than');
});

test('goes on by the type that an object has become', () => {
  const specs = [
    fieldSpec('kind', 'Deployment'),
    fieldSpec('metadata/name', 'Deployment'),
    fieldSpec('metadata/uid', 'new', true),
  ];
  const edit = (resource: Resource) =>
    resource.with(editFields(resource.node, specs, setScalar('new'), { create: scalar }));
  expect(printed(resourcesIn(deployment).map(edit))).toContain('kind: new\nmetadata:\n  name: web\n  uid: new\n');
});
