import { expect, test } from 'vitest';
import { printed, refusalOf, resourcesIn } from '../../test/resources.ts';
import type { Scope } from '../build/scope.ts';
import { builtInSchema } from '../merge/openapi.ts';
import { insertPathPart } from './file-path.ts';
import { type ValueTarget, valueAddTransformer } from './value-add.ts';

const scope: Scope = {
  file: 'apps/peach/kustomization.yaml',
  root: 'apps/peach',
  schema: builtInSchema,
  read: () => new TextEncoder().encode('targets:\n- fieldPath: spec/file\n'),
  readText: () => '',
  helm: undefined,
};

const object = `apiVersion: example.com/v1
kind: X
metadata:
  name: a
spec:
  path: "/a/b"
  list:
  - name: one
  - two
  nothing: null
`;

function added(target: Partial<ValueTarget>, value = ' v '): string {
  const targets = [{ selector: undefined, fieldPath: '', filePathPosition: 0, ...target }];
  return printed(valueAddTransformer({ value, targets, targetFilePath: '' }, scope)(resourcesIn(object)));
}

// The table in api/filters/valueadd/valueadd.go, and what filepath.Join cleans.
test.each([
  ['', 0, 'PEACH'],
  ['/', 0, '/PEACH'],
  ['pie', 0, 'PEACH/pie'],
  ['/pie', 0, '/PEACH/pie'],
  ['raw', 1, 'raw/PEACH'],
  ['/raw', 1, '/raw/PEACH'],
  ['a/nice/warm/pie', 3, 'a/nice/warm/PEACH/pie'],
  ['/a/nice/warm/pie', 3, '/a/nice/warm/PEACH/pie'],
  ['a//b/../c', 9998, 'a/c/PEACH'],
])('puts a part into %s at %d', (path, position, expected) => {
  expect(insertPathPart(path, position, 'PEACH')).toBe(expected);
});

test.each<[Partial<ValueTarget>, string]>([
  [{ fieldPath: 'spec/new/deep' }, '  new:\n    deep: v\n'],
  [{ fieldPath: 'spec/path' }, '  path: v\n'],
  [{ fieldPath: 'spec/path', filePathPosition: 2 }, '  path: /a/v/b\n'],
  [{ fieldPath: 'spec/list/[name=one]/x' }, '  - name: one\n    x: v\n'],
  [{ fieldPath: 'spec/list/[name=three]/x' }, '  - name: three\n    x: v\n'],
  [{ fieldPath: 'spec/list/1' }, '  - v\n'],
  [{ fieldPath: 'spec/nothing' }, '  nothing: v\n'],
  [{ fieldPath: 'spec/nothing/x' }, '  nothing: null\n'],
  [{ fieldPath: 'spec/fresh/[name=a]/b' }, '  fresh:\n  - b: v\n    name: a\n'],
  [{ fieldPath: 'metadata/annotations/a\\/b' }, '    a/b: v\n'],
  [{ fieldPath: 'metadata/namespace' }, '  namespace: v\n'],
])('%j', (target, expected) => {
  expect(added(target)).toContain(expected);
});

test('takes the name of the folder, and targets of a file', () => {
  const args = { value: '', targets: [], targetFilePath: 'targets.yaml' };
  expect(printed(valueAddTransformer(args, scope)(resourcesIn(object)))).toContain('  file: peach\n');
});

test('means the resources that are selected', () => {
  const selector = {
    group: '',
    version: '',
    kind: 'Y',
    name: '',
    namespace: '',
    labelSelector: '',
    annotationSelector: '',
  };
  expect(added({ fieldPath: 'spec/path', selector })).toContain('path: /a/b\n');
});

test.each<[Partial<ValueTarget>, string]>([
  [{}, 'fieldPath cannot be empty'],
  [{ fieldPath: 'a', filePathPosition: -1 }, 'value of FilePathPosition (-1) cannot be negative'],
  [{ fieldPath: 'spec' }, 'wrong node kind: expected ScalarNode but got MappingNode: node contents:\n'],
  [{ fieldPath: 'kind/x' }, 'wrong node kind: expected MappingNode but got ScalarNode: node contents:\nX\n'],
  [
    { fieldPath: 'spec/list/7', filePathPosition: 1 },
    'no field `spec/list/7` whose file path the value could be put into',
  ],
])('refuses %j', (target, message) => {
  expect(refusalOf(() => added(target))[0]).toContain(`FW6017 ${message}`);
});

test('refuses no targets at all', () => {
  expect(refusalOf(() => valueAddTransformer({ value: 'v', targets: [], targetFilePath: '' }, scope))).toEqual([
    'FW6017 must specify at least one target',
  ]);
});
