import { describe, expect, test } from 'vitest';
import { build, toYaml } from '../src/index.ts';
import { applyJsonPatch } from '../src/json-patch/index.ts';
import { merge } from '../src/merge/index.ts';
import { readYaml } from '../src/yaml/index.ts';
import { filesOf, hasCases, readCases } from './cases.ts';

// What the package gives to those who use its parts.

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { template: { spec: { containers: [{ name: 'web', image: 'web:1' }, { name: 'log' }] } } },
};
const precise = 'apiVersion: v1\nkind: Big\nmetadata:\n  name: x\nspec: 9007199254740993\n';

describe('objects', () => {
  test.skipIf(!hasCases)('are printed as the resources are', () => {
    const lossy: string[] = [];
    for (const one of readCases()) {
      const { name, root } = one;
      const tree = new Map([...filesOf(one)].map(([path, content]) => [path.slice(1), content]));
      const built = build(tree, root.slice(1));
      if (!built.ok) continue;
      const { objects, resources, yaml } = built.value;
      expect(toYaml(resources), name).toBe(yaml);
      expect(toYaml(objects), name).toBe(yaml);
      // A copy is known by what it says only.
      if (toYaml(structuredClone(objects)) !== yaml) lossy.push(name);
    }
    expect(lossy).toEqual([]);
  });

  test('keep the digits that JavaScript cannot hold, unless they are copied', () => {
    const tree = new Map([
      ['kustomization.yaml', 'resources: [big.yaml]\n'],
      ['big.yaml', precise],
    ]);
    const built = build(tree, '');
    const objects = built.ok ? built.value.objects : [];
    expect(toYaml(objects)).toBe(precise);
    expect(toYaml(structuredClone(objects))).toBe(precise.replace('9007199254740993', '9007199254740992'));
    expect(Object.isFrozen(objects[0]?.['metadata'])).toBe(true);
  });

  test('are any plain data', () => {
    const object = {
      kind: 'scalar',
      node: { file: null },
      left: undefined,
      on: 'yes',
      big: 2n ** 60n,
      list: [],
      no: {},
    };
    expect(toYaml([object, { a: 1.5 }])).toBe(
      'big: 1152921504606846976\nkind: scalar\nlist: []\n"no": {}\nnode:\n  file: null\n"on": "yes"\n---\na: 1.5\n',
    );
    for (const wrong of [{ a: Number.NaN }, { a: () => 1 }, { a: new Map() }]) {
      expect(() => toYaml([wrong])).toThrow(TypeError);
    }
  });
});

describe('readYaml', () => {
  test('gives the documents as data', () => {
    expect(readYaml('a: &x [1, yes, 2.50]\nb: *x\n---\n# nothing\n---\ntext\n')).toEqual({
      ok: true,
      value: [{ a: [1, 'yes', 2.5], b: [1, 'yes', 2.5] }, 'text'],
      warnings: [],
    });
  });

  test('says where it is no YAML', () => {
    const read = readYaml('a: 1\nb: [\n', 'some.yaml');
    expect(read).toMatchObject({ ok: false, errors: [{ code: 'FW6009', at: { file: 'some.yaml' } }] });
  });
});

describe('merge', () => {
  test('merges lists by the keys of the type', () => {
    const patch = { spec: { template: { spec: { containers: [{ name: 'web', image: 'web:2' }] } } } };
    expect(merge(deployment, patch)).toMatchObject({
      value: { spec: { template: { spec: { containers: [{ name: 'web', image: 'web:2' }, { name: 'log' }] } } } },
    });
    expect(merge({ ...deployment, kind: 'Unknown' }, patch)).toMatchObject({
      value: { spec: { template: { spec: { containers: [{ name: 'web', image: 'web:2' }] } } } },
    });
  });

  test('takes the types from an OpenAPI document', () => {
    const openapi = JSON.stringify({
      definitions: {
        Thing: {
          properties: {
            list: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'id' },
          },
          'x-kubernetes-group-version-kind': [{ group: 'x.io', version: 'v1', kind: 'Thing' }],
        },
      },
    });
    const thing = { apiVersion: 'x.io/v1', kind: 'Thing', list: [{ id: 'a', n: 1 }] };
    const patch = { list: [{ id: 'a', m: 2 }] };
    expect(merge(thing, patch, { openapi })).toMatchObject({ value: { list: [{ id: 'a', n: 1, m: 2 }] } });
    expect(merge(thing, patch)).toMatchObject({ value: { list: [{ id: 'a', m: 2 }] } });
    expect(merge(thing, patch, { openapi: '[' })).toMatchObject({ ok: false, errors: [{ code: 'FW6017' }] });
  });

  test('deletes, and refuses what does not fit', () => {
    expect(merge(deployment, { $patch: 'delete' })).toMatchObject({ ok: true, value: undefined });
    expect(merge(deployment, { spec: 'x' })).toMatchObject({ ok: false, errors: [{ code: 'FW6011' }] });
  });
});

describe('applyJsonPatch', () => {
  test('changes a copy', () => {
    const operations = [
      { op: 'replace', path: '/metadata/name', value: 'api' },
      { op: 'remove', path: '/spec/template/spec/containers/-1' },
    ] as const;
    expect(applyJsonPatch(deployment, operations)).toEqual({
      ok: true,
      value: {
        ...deployment,
        metadata: { name: 'api' },
        spec: { template: { spec: { containers: [{ name: 'web', image: 'web:1' }] } } },
      },
      warnings: [],
    });
    expect(deployment.metadata.name).toBe('web');
  });

  test('says which operation cannot be done', () => {
    const message = 'remove operation does not apply';
    const patched = applyJsonPatch(deployment, [{ op: 'remove', path: '/status/at' }]);
    expect(patched).toMatchObject({ ok: false, errors: [{ code: 'FW6012' }] });
    expect(patched.ok ? '' : patched.errors[0]?.message).toContain(message);
  });
});
