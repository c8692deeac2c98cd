import { expect, test } from 'vitest';
import { fieldSpec, refusalOf } from '../../test/resources.ts';
import { crdConfig } from './crds.ts';

const definitions = {
  'example.com/v1.Spec': {
    Schema: {
      properties: {
        beeRef: {
          'x-kubernetes-object-ref-api-version': 'v1beta1',
          'x-kubernetes-object-ref-kind': 'Bee',
          $ref: 'example.com/v1.Ref',
        },
        secretRef: {
          'x-kubernetes-object-ref-api-version': 'v1',
          'x-kubernetes-object-ref-kind': 'Secret',
          'x-kubernetes-object-ref-name-key': 'key',
        },
        notes: { 'x-kubernetes-annotation': '' },
      },
    },
  },
  'example.com/v1.Ref': {
    Schema: { properties: { id: { 'x-kubernetes-identity': '' }, other: { 'x-kubernetes-identity': 1 } } },
  },
  'example.com/v1.MyKind': {
    schema: {
      properties: {
        apiVersion: {},
        kind: {},
        metadata: {},
        spec: { $ref: 'example.com/v1.Spec' },
        selector: { 'x-kubernetes-label-selector': '' },
        outside: { $ref: '#/definitions/unknown' },
      },
    },
  },
};

test('finds the marked fields of types, in the definitions they refer to as well', () => {
  for (const text of [JSON.stringify(definitions), `# yaml\n${JSON.stringify(definitions, undefined, 1)}`]) {
    const config = crdConfig(text, 'crd.json');
    expect(config.commonAnnotations).toEqual([fieldSpec('spec/notes', 'MyKind')]);
    expect(config.commonLabels).toEqual([fieldSpec('selector', 'MyKind')]);
    expect(config.namePrefix).toEqual([fieldSpec('spec/beeRef/id', 'MyKind')]);
    expect(config.nameReference).toEqual([
      { group: '', version: 'v1', kind: 'Secret', fieldSpecs: [fieldSpec('spec/secretRef/key', 'MyKind')] },
      { group: '', version: 'v1beta1', kind: 'Bee', fieldSpecs: [fieldSpec('spec/beeRef/name', 'MyKind')] },
    ]);
  }
});

test('refuses definitions that contain themselves', () => {
  const own = { properties: { kind: {}, apiVersion: {}, metadata: {}, spec: { $ref: 'a.K' } } };
  expect(refusalOf(() => crdConfig(JSON.stringify({ 'a.K': { Schema: own } }), 'crd.json'))).toEqual([
    'FW6017 definition `a.K` contains itself',
  ]);
});

test('refuses definitions that grow beyond measure', () => {
  const level = (depth: number) => ({
    Schema: {
      properties: {
        kind: {},
        apiVersion: {},
        metadata: {},
        a: { $ref: `a.K${depth + 1}` },
        b: { $ref: `a.K${depth + 1}` },
      },
    },
  });
  const nested = Object.fromEntries(Array.from({ length: 64 }, (_, depth) => [`a.K${depth}`, level(depth)]));
  expect(refusalOf(() => crdConfig(JSON.stringify(nested), 'crd.json'))).toEqual([
    'FW6017 definitions with too many properties',
  ]);
});

test.each(['', '[]', 'a', '{a: 1}'])('refuses %j', (text) => {
  expect(refusalOf(() => crdConfig(text, 'crd.json'))[0]).toMatch(
    /^FW6017 unable to parse open API definition from 'crd.json': /,
  );
});
