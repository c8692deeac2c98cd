import { expect, test } from 'vitest';
import type { Scope } from '../build/scope.ts';
import type { Patch, Selector } from '../kustomization/types.ts';
import { builtInSchema } from '../merge/openapi.ts';
import { removeBuildAnnotations } from '../resource/changes.ts';
import { Resource, type Transformer } from '../resource/resource.ts';
import { readResources } from '../yaml/read.ts';
import { toYaml } from '../yaml/to-yaml.ts';
import { patchTransformer } from './patch.ts';
import { patchJson6902Transformer } from './patch-json6902.ts';
import { patchStrategicMergeTransformer } from './patch-strategic-merge.ts';

const files: Readonly<Record<string, string>> = {
  'patch.yaml': 'apiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: one\r\ndata:\r\n  a: x\r\n',
  'operations.json': '\n[{"op": "add", "path": "/data/a", "value": "x"}]',
  'empty.yaml': '',
  'comment.yaml': '# nothing yet\n',
};

function readText(path: string): string {
  const text = files[path];
  if (text === undefined) throw new Error(`no ${path}`);
  return text;
}

const scope: Scope = {
  file: 'app/kustomization.yaml',
  root: 'app',
  schema: builtInSchema,
  read: (path) => new TextEncoder().encode(readText(path)),
  readText,
  helm: undefined,
};

const objects = `apiVersion: v1
kind: ConfigMap
metadata:
  name: one
  labels:
    l: "1"
data:
  k: v
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: two
data:
  k: v
`;

function resources(text = objects): readonly Resource[] {
  return readResources(text, 'app/objects.yaml').map((node) => new Resource(node, 'app/objects.yaml'));
}

function run(transformer: Transformer, list = resources()): string {
  return toYaml(transformer(list).map(removeBuildAnnotations));
}

function patch(args: Partial<Patch>): Transformer {
  return patchTransformer({ path: '', patch: '', target: undefined, options: new Map(), ...args }, scope);
}

function target(fields: Partial<Selector>): Selector {
  const nothing = {
    group: '',
    version: '',
    kind: '',
    name: '',
    namespace: '',
    labelSelector: '',
    annotationSelector: '',
  };
  return { ...nothing, ...fields };
}

function configMap(name: string, rest = ''): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${rest}`;
}

const one = configMap('one', '  labels:\n    l: "1"\n')
  .replace('kind', 'data:\n  k: v\nkind')
  .replace(/ {2}name: one\n(.*\n.*\n)/, '$1  name: one\n');
const two = 'apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  name: two\n';

test('a patch is laid on the resource that it names, and the others are the same objects', () => {
  const list = resources();
  const patched = patch({ path: 'patch.yaml' })(list);
  expect(toYaml(patched)).toBe(`${one.replace('data:\n', 'data:\n  a: x\n')}---\n${two}`);
  expect(patched[1]).toBe(list[1]);
});

test('with a target it is laid on all that are selected; what it is called does not matter', () => {
  const text = configMap('any', 'data:\n  k: w\n');
  const both = `${one}---\n${two}`;
  expect(run(patch({ patch: text, target: target({ kind: 'ConfigMap' }) }))).toBe(both.replaceAll('k: v', 'k: w'));
  expect(run(patch({ patch: text, target: target({ name: 'no.*' }) }))).toBe(both);
});

test('a null takes a label away, but with a target it is the text null, as upstream', () => {
  const text = configMap('one', '  labels:\n    l: null\n');
  expect(run(patch({ patch: text }))).not.toContain('l:');
  expect(run(patch({ patch: text, target: target({ name: 'one' }) }))).toContain('    l: "null"\n');
});

test('names and kinds change only where that is allowed', () => {
  const text = configMap('new').replace('ConfigMap', 'Secret');
  const selected = target({ name: 'two' });
  expect(run(patch({ patch: text, target: selected }))).toBe(`${one}---\n${two}`);
  const renamed = patch({ patch: text, target: selected, options: new Map([['allowNameChange', true]]) })(resources());
  expect(renamed[1]).toMatchObject({ name: 'new', kind: 'ConfigMap', originalId: { name: 'two' } });
  const rekinded = patch({ patch: text, target: selected, options: new Map([['allowKindChange', true]]) })(resources());
  expect(rekinded[1]).toMatchObject({ name: 'two', kind: 'Secret', originalId: { kind: 'ConfigMap' } });
});

test('a patch deletes a resource, and the next one cannot find it', () => {
  const text = configMap('one', '$patch: delete\n');
  expect(run(patch({ patch: text }))).toBe(two);
  expect(() => run(patch({ patch: `${text}---\n${configMap('one')}` }))).toThrow(
    'no matches for Id ConfigMap.v1.[noGrp]/one.[noNs]',
  );
});

test('operations, from JSON and YAML', () => {
  const expected = `${one.replace('data:\n', 'data:\n  a: x\n')}---\n${two}`;
  expect(run(patch({ path: 'operations.json', target: target({ name: 'one' }) }))).toBe(expected);
  expect(run(patch({ patch: '- {op: add, path: /data/a, value: x}', target: target({ name: 'one' }) }))).toBe(expected);
  const args = { target: target({ name: 'one' }), path: 'operations.json', jsonOp: '' };
  expect(run(patchJson6902Transformer(args, scope))).toBe(expected);
});

test('what the build remembers stays through operations', () => {
  const operations = '[{"op":"replace","path":"/metadata","value":{"name":"new"}}]';
  const [patched] = patch({ patch: operations, target: target({ name: 'one' }) })(resources());
  expect(patched).toMatchObject({ name: 'new', originalId: { name: 'one' } });
});

test('patches in place of paths', () => {
  const args = {
    paths: ['patch.yaml', configMap('two', 'data:\n  b: "y"\n')],
    patches: configMap('two', 'data:\n  c: z\n'),
  };
  expect(run(patchStrategicMergeTransformer(args, scope))).toBe(
    `${one.replace('data:\n', 'data:\n  a: x\n')}---\n${two.replace('data:\n', 'data:\n  b: "y"\n  c: z\n')}`,
  );
});

test('a patch of nothing but a comment does nothing', () => {
  const list = resources();
  expect(patch({ path: 'comment.yaml' })(list)).toBe(list);
});

test.for([
  ['nothing', {}, 'must specify one of patch and path in'],
  ['both', { path: 'patch.yaml', patch: 'x' }, "patch and path can't be set at the same time"],
  ['neither kind', { patch: 'say "hi"' }, 'unable to parse SM or JSON patch from [patch: "say \\"hi\\""]'],
  [
    'a broken list',
    { patch: '[{"op": "add"},]' },
    'unable to parse SM or JSON patch from [patch: "[{\\"op\\": \\"add\\"},]"]',
  ],
  [
    'operations without a target',
    { path: 'operations.json' },
    'must specify a target for JSON patch [path: "operations.json"]',
  ],
  [
    'no such resource',
    { patch: configMap('three') },
    'no matches for Id ConfigMap.v1.[noGrp]/three.[noNs]; failed to find unique target for patch',
  ],
  [
    'several patches with a target',
    { patch: `${configMap('one')}---\n${configMap('two')}`, target: target({}) },
    'Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set `patches.target` field: [patch: "apiVersion',
  ],
  [
    'a wrong kind',
    { patch: configMap('one', 'data: [a]\n') },
    'wrong node kind: expected MappingNode but got SequenceNode',
  ],
  [
    'an operation that fails',
    { patch: '[{"op":"remove","path":"/x"}]', target: target({ name: 'one' }) },
    "error in remove for path: '/x': Unable to remove nonexistent key: x: missing value",
  ],
  ['a selector that is none', { patch: configMap('one'), target: target({ name: '(' }) }, 'missing closing )'],
] as const)('%s is refused', ([, args, message]) => {
  expect(() => run(patch(args))).toThrow(message);
});

test.for([
  [{}, 'empty file path and empty jsonOp'],
  [{ path: 'operations.json', jsonOp: '[]' }, 'must specify a file path or jsonOp, not both'],
  [{ path: 'empty.yaml' }, "patch file 'empty.yaml' empty seems to be empty"],
  [{ jsonOp: '# x' }, 'patch appears to be empty; file=, JsonOp=null'],
  [{ jsonOp: 'op: add' }, 'decoding {"op":"add"}: json: cannot unmarshal object into Go value of type jsonpatch.Patch'],
  [{ target: target({ kind: 'ConfigMap' }), jsonOp: '[]' }, 'must specify the target name'],
] as const)('%j of a JSON patch is refused', ([args, message]) => {
  const make = () =>
    patchJson6902Transformer({ target: target({ name: 'one' }), path: '', jsonOp: '', ...args }, scope);
  expect(make).toThrow(message);
});

test.for([
  [{ paths: [], patches: '' }, 'empty file path and empty patch content'],
  [{ paths: ['comment.yaml'], patches: '' }, 'patch appears to be empty; files=[comment.yaml], Patch='],
  [{ paths: [], patches: 'text' }, 'missing Resource metadata'],
] as const)('%j of strategic merge patches is refused', ([args, message]) => {
  expect(() => patchStrategicMergeTransformer(args, scope)).toThrow(message);
});

test('two resources that a patch gives one name are refused', () => {
  const args = { patch: configMap('same'), target: target({}), options: new Map([['allowNameChange', true]]) };
  expect(() => run(patch(args))).toThrow(
    'may not add resource with an already registered id: ConfigMap.v1.[noGrp]/same.[noNs]',
  );
});
