import { expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { formatNode } from '../yaml/format-node.ts';
import { get, lookup, type Node } from '../yaml/node.ts';
import { readNode } from '../yaml/read.ts';
import { mergeInPlace, mergeStrategic } from './merge.ts';
import { builtInSchema } from './openapi.ts';

function read(text: string): Node {
  const node = readNode(text, 'test.yaml', { comments: true });
  if (node === undefined) throw new Error('nothing to read');
  return node;
}

const options = { types: builtInSchema, prepend: true };

/** The text after a merge as builds do it; empty when all is deleted. */
function merged(dest: string, patch: string): string {
  const result = mergeStrategic(read(dest), read(patch), options);
  return result === undefined ? '' : formatNode(result);
}

function podSpec(spec: string): string {
  const lines = spec.trimEnd().split('\n');
  return `apiVersion: v1\nkind: Pod\nspec:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

test('what a patch says nothing of stays the same node, and what it says again too', () => {
  const dest = read(podSpec('containers:\n- name: a\n  env:\n  - name: x\n    value: z\nvolumes:\n- name: v'));
  const patch = read(podSpec('volumes:\n- name: w'));
  const result = mergeStrategic(dest, patch, options);
  expect(lookup(result, 'spec', 'containers')).toBe(lookup(dest, 'spec', 'containers'));
  expect(mergeStrategic(dest, read('$patch: merge'), options)).toBe(dest);
});

test('nothing of the nodes given changes', () => {
  const dest = read(podSpec('containers:\n- name: a\n  image: b'));
  const patch = read(podSpec('containers:\n- name: a\n  $patch: delete\n- name: c'));
  const before = [formatNode(dest), formatNode(patch)];
  mergeStrategic(dest, patch, options);
  expect([formatNode(dest), formatNode(patch)]).toEqual(before);
});

test('new items come first, in the order of the patch', () => {
  const dest = podSpec('containers:\n- name: a\n- name: b\n');
  const patch = podSpec('containers:\n- name: c\n- name: b\n  image: i\n- name: d\n');
  expect(merged(dest, patch)).toBe(podSpec('containers:\n- name: c\n- name: b\n  image: i\n- name: d\n- name: a\n'));
});

test('nulls delete, and those already there stay where somebody wrote them', () => {
  expect(merged('a: 1\nb: null\nc: ~\nd:\n', 'a: null\n')).toBe('b: null\nc: ~\n');
  expect(merged('a: 1\n', 'b: {c: null, d: e}\n')).toBe('a: 1\nb: {d: e}\n');
});

test.for([
  ['deletes a mapping', 'a:\n  b: c\nd: e\n', 'a:\n  $patch: delete\n', 'd: e\n'],
  ['replaces a mapping', 'a:\n  b: c\n', 'a:\n  $patch: replace\n  d: e\n', 'a:\n  d: e\n'],
  ['merges a mapping', 'a:\n  b: c\n', 'a:\n  $patch: merge\n  d: e\n', 'a:\n  b: c\n  d: e\n'],
  [
    'deletes an item',
    podSpec('volumes:\n- name: a\n- name: b\n'),
    podSpec('volumes:\n- name: a\n  $patch: delete\n'),
    podSpec('volumes:\n- name: b\n'),
  ],
  [
    'replaces a list',
    podSpec('volumes:\n- name: a\n- name: b\n'),
    podSpec('volumes:\n- name: c\n- $patch: replace\n'),
    podSpec('volumes:\n- name: c\n'),
  ],
  [
    'stays what it is where nothing is known of it',
    'a: b\n',
    'c:\n  $patch: nonsense\n',
    'a: b\nc:\n  $patch: nonsense\n',
  ],
] as const)('a directive %s', ([, dest, patch, result]) => {
  expect(merged(dest, patch)).toBe(result);
});

test('a directive at the top deletes the object; one that replaces it changes nothing in a build', () => {
  const dest = read('kind: A\nb: c\n');
  expect(mergeInPlace(dest, read('$patch: delete\n'), options)).toBeUndefined();
  expect(mergeInPlace(dest, read('$patch: replace\nd: e\n'), options)).toBe(dest);
});

test('lists of text are sets, and lists of unknown types are replaced', () => {
  const dest = 'apiVersion: v1\nkind: Pod\nmetadata:\n  finalizers:\n  - a\n  - b\n';
  expect(merged(dest, 'metadata:\n  finalizers:\n  - c\n  - a\n')).toBe(
    'apiVersion: v1\nkind: Pod\nmetadata:\n  finalizers:\n  - c\n  - a\n  - b\n',
  );
  const foo = 'apiVersion: example.com/v1\nkind: Foo\n';
  expect(merged(`${foo}list:\n- name: a\n`, 'list:\n- name: b\n')).toBe(`${foo}list:\n- name: b\n`);
});

test('an object inside one of unknown type is merged by its own type', () => {
  const embedded = 'object:\n  apiVersion: v1\n  kind: Pod\n  spec:\n    containers:\n';
  const dest = `apiVersion: example.com/v1\nkind: Foo\n${embedded}    - name: a\n`;
  expect(merged(dest, 'object:\n  spec:\n    containers:\n    - name: b\n')).toBe(
    `apiVersion: example.com/v1\nkind: Foo\n${embedded}    - name: b\n    - name: a\n`,
  );
});

test('several keys: an item that lacks one is the one that differs in nothing else, though what the patch adds is lost', () => {
  const ports = (text: string): string => `apiVersion: v1\nkind: Service\nspec:\n  ports:\n${text}`;
  expect(merged(ports('  - port: 80\n    name: a\n'), ports('  - port: 80\n    protocol: TCP\n'))).toBe(
    ports('  - port: 80\n    name: a\n'),
  );
  expect(merged(ports('  - port: 80\n    name: a\n'), ports('  - port: 80\n    targetPort: 8080\n'))).toBe(
    ports('  - port: 80\n    name: a\n    targetPort: 8080\n'),
  );
});

test('an item without its key sweeps the others out, as upstream', () => {
  const dest = podSpec('containers:\n- name: a\n- image: x\n- name: c\n');
  expect(merged(dest, podSpec('containers:\n- name: b\n'))).toBe(podSpec('containers:\n- image: x\n'));
});

test('a value takes the quotes of the one before it', () => {
  expect(merged('a: "5"\nb: x\n', 'a: 6\nb: "y"\nc: "z"\n')).toBe('a: "6"\nb: y\nc: "z"\n');
});

test('a comment may say what the type is', () => {
  const comment = '# {"type":"array","x-kubernetes-patch-strategy":"merge","x-kubernetes-patch-merge-key":"id"}';
  const result = merged(`list: ${comment}\n- id: a\n`, 'list:\n- id: b\n');
  expect(get(read(result), 'list')).toMatchObject({ items: [{ kind: 'mapping' }, { kind: 'mapping' }] });
});

test('what does not fit is refused, with its place', () => {
  const placeOf = (node: Node | undefined) => ({ file: 'patch.yaml', line: node?.line ?? 0 });
  const merge = (patch: string) => () => mergeStrategic(read('a:\n  b: c\n'), read(patch), { ...options, placeOf });
  expect(merge('a:\n- b\n')).toThrow(Refusal);
  expect(merge('a:\n- b\n')).toThrow(
    'wrong node kind: expected MappingNode but got SequenceNode: node contents:\n- b\n',
  );
  expect(merge('a:\n  $patch: remove\n')).toThrow("unknown patch strategy 'remove'");
  const diagnostics = [expect.objectContaining({ code: 'FW6011', at: { file: 'patch.yaml', line: 2 } })];
  expect(merge('x: y\na: [b]\n')).toThrow(expect.objectContaining({ diagnostics }));
});
