import { expect, test } from 'vitest';
import { builtInSchema, schemaFrom } from './openapi.ts';

const deployment = { group: 'apps', version: 'v1', kind: 'Deployment' };

test('types of Kubernetes are known down to the lists in them', () => {
  const pod = builtInSchema.ofType(deployment)?.field('spec')?.field('template')?.field('spec');
  const containers = pod?.field('containers');
  expect(containers?.list).toEqual({ keys: ['name'] });
  expect(containers?.items?.field('ports')?.list).toEqual({ keys: ['containerPort', 'protocol'] });
  expect(containers?.items?.field('command')).toBeUndefined();
  expect(builtInSchema.ofType(deployment)?.field('metadata')?.field('finalizers')?.list).toEqual({ keys: [] });
});

test('a type is the same object each time', () => {
  expect(builtInSchema.ofType(deployment)).toBe(builtInSchema.ofType({ ...deployment }));
  const field = builtInSchema.ofType(deployment)?.field('spec');
  expect(builtInSchema.ofType(deployment)?.field('spec')).toBe(field);
});

test('shapes that hold themselves end nowhere', () => {
  const crd = { group: 'apiextensions.k8s.io', version: 'v1beta1', kind: 'CustomResourceDefinition' };
  let node = builtInSchema.ofType(crd)?.field('spec')?.field('validation')?.field('openAPIV3Schema');
  for (let depth = 0; depth < 50; depth++) node = node?.field('properties')?.field('x');
  expect(node).toBeDefined();
});

test('unknown types have a namespace', () => {
  expect(builtInSchema.ofType({ group: 'example.com', version: 'v1', kind: 'Foo' })).toBeUndefined();
  expect(builtInSchema.isClusterScoped({ group: 'example.com', version: 'v1', kind: 'Foo' })).toBe(false);
  expect(builtInSchema.isClusterScoped({ group: '', version: 'v1', kind: 'Namespace' })).toBe(true);
});

const foo = { group: 'example.com', version: 'v1', kind: 'Foo' };

const yaml = `
definitions:
  Foo:
    properties:
      spec:
        $ref: '#/definitions/Spec'
      loop:
        $ref: '#/definitions/Foo'
      nowhere:
        $ref: '#/definitions/Bar'
    x-kubernetes-group-version-kind:
    - {group: example.com, version: v1, kind: Foo}
    - {group: '', version: v2, kind: Foo}
  Spec:
    type: object
    additionalProperties:
      type: array
      items: {$ref: '#/definitions/Foo'}
      x-kubernetes-patch-strategy: merge,retainKeys
      x-kubernetes-patch-merge-key: id
paths:
  /apis/example.com/v1/foos:
    get:
      x-kubernetes-group-version-kind: {group: example.com, version: v1, kind: Foo}
  /apis/example.com/v1/bars:
    get:
      x-kubernetes-group-version-kind: {group: example.com, version: v1, kind: Bar}
  /apis/example.com/v1/namespaces/{namespace}/bars:
    get:
      x-kubernetes-group-version-kind: {group: example.com, version: v1, kind: Bar}
  /apis/apps/v1/deployments:
    get:
      x-kubernetes-group-version-kind: {group: apps, version: v1, kind: Deployment}
`;

test('a schema of the user stands in the place of the built-in one', () => {
  const schema = schemaFrom(yaml, 'schema.yaml');
  const node = schema.ofType(foo);
  expect(node?.field('spec')?.field('any')?.list).toEqual({ keys: ['id'] });
  expect(node?.field('spec')?.field('any')?.items).toBe(node?.field('loop'));
  expect(node?.field('nowhere')).toBeUndefined();
  expect(schema.ofType({ group: '', version: 'v2', kind: 'Foo' })).toBe(node);
  expect(schema.ofType(deployment)).toBeUndefined();
  const kustomization = { group: 'kustomize.config.k8s.io', version: 'v1beta1', kind: 'Kustomization' };
  expect(schema.ofType(kustomization)?.field('configMapGenerator')?.list).toEqual({ keys: ['name'] });
});

test('paths tell which types have no namespace, but not of built-in ones', () => {
  const schema = schemaFrom(yaml, 'schema.yaml');
  expect(schema.isClusterScoped(foo)).toBe(true);
  expect(schema.isClusterScoped({ ...foo, kind: 'Bar' })).toBe(false);
  expect(schema.isClusterScoped(deployment)).toBe(false);
});

test('JSON is read too, and what is neither is refused', () => {
  const json =
    '{"definitions":{"Foo":{"x-kubernetes-group-version-kind":[{"group":"example.com","version":"v1","kind":"Foo"}]}}}';
  expect(schemaFrom(new TextEncoder().encode(json), 'schema.json').ofType(foo)).toBeDefined();
});

test('what is no schema is refused once something asks', () => {
  for (const text of ['{"definitions', 'a: [', '', '[]', '{"definitions":[]}']) {
    const schema = schemaFrom(text, 'schema.json');
    expect(schema.isClusterScoped(deployment), text).toBe(false);
    expect(() => schema.ofType(foo), text).toThrow('invalid schema file: ');
    expect(() => schema.isClusterScoped(foo), text).toThrow('invalid schema file: ');
  }
});
