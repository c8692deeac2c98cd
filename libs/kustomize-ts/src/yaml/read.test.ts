import { expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { get, lookup, type Node, textOf } from './node.ts';
import { readDocuments, readNode, readResources } from './read.ts';

function problemOf(make: () => unknown): object {
  try {
    make();
  } catch (problem) {
    if (problem instanceof Refusal && problem.diagnostics[0] !== undefined) return problem.diagnostics[0];
    throw problem;
  }
  throw new Error('nothing was refused');
}

const object = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n${more}`;

function names(nodes: readonly Node[]): (string | undefined)[] {
  return nodes.map((node) => textOf(lookup(node, 'metadata', 'name')));
}

test('reads all documents of a file, but those with nothing in them', () => {
  const text = `# c\n---\n${object('a')}---\n\n--- # c\n~\n---\n${object('b')}---\n`;
  expect(names(readDocuments(text, 'f.yaml'))).toEqual(['a', 'b']);
  expect(readDocuments('', 'f.yaml')).toEqual([]);
});

test('nodes know their line in the file, whatever document they are in', () => {
  const [, second] = readDocuments(`${object('a')}---\n${object('b', 'data: {x: &x 1, y: *x}\n')}`, 'f.yaml');
  expect(get(second, 'kind')).toMatchObject({ line: 6, column: 7 });
});

test('reads bytes, a byte order mark, carriage returns and UTF-16', () => {
  const text = `\ufeff${object('é')}`.replaceAll('\n', '\r\n');
  expect(names(readDocuments(new TextEncoder().encode(text), 'f'))).toEqual(['é']);
  const wide = Uint8Array.from(
    Array.from(`\ufeff${object('é')}`).flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
  );
  expect(names(readDocuments(wide, 'f'))).toEqual(['é']);
});

test('says what is wrong in the words of kustomize, and where in the file it is', () => {
  expect(problemOf(() => readDocuments(`${object('a')}---\na: 1\nb: c: d\n`, 'x/f.yaml'))).toMatchObject({
    code: 'FW6009',
    message: 'MalformedYAMLError: yaml: line 2: mapping values are not allowed in this context in File: x/f.yaml',
    at: { file: 'x/f.yaml', line: 6, column: 5 },
  });
  expect(problemOf(() => readDocuments('a: 1\n--- b\nc: 1\n', 'f'))).toMatchObject({
    code: 'FW6009',
    message: 'invalid document separator: --- b',
    at: { file: 'f', line: 2 },
  });
  expect(problemOf(() => readNode('a: [', 'f'))).toMatchObject({
    message: 'yaml: line 1: did not find expected node content',
  });
});

test('every refusal has a hint', () => {
  for (const text of ['a: [', 'a: *b', 'a: 1\n--- b\n', 'a: {<<: 1}', '{a: b}: c', 'a: "\\q"', 'a: \u0001']) {
    const problem = problemOf(() => readDocuments(text, 'f'));
    expect(problem).toMatchObject({ at: { file: 'f' } });
    expect(problem).not.toMatchObject({ hint: '' });
  }
});

test('follows aliases and merge keys: own keys first, the first of a list wins', () => {
  const text = 'x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  d: 3\n  <<: [*x, *y]\n  c: 3\nv: *x\n';
  const [node] = readDocuments(text, 'f');
  const z = get(node, 'z');
  expect(z?.kind === 'mapping' && z.entries.map(({ key, value }) => [key.value, textOf(value)])).toEqual([
    ['d', '3'],
    ['c', '3'],
    ['b', '1'],
    ['a', '1'],
  ]);
  expect(textOf(lookup(node, 'v', 'a'))).toBe('1');
});

test('readNode leaves merge keys as they are', () => {
  expect(lookup(readNode('x: &x {a: 1}\ny: {<<: *x}\n', 'f'), 'y', '<<', 'a')).toMatchObject({ value: '1' });
  expect(readNode('# nothing\n', 'f')).toBeUndefined();
});

test('keeps comments when asked', () => {
  const text = '# head\n\n# of a\na: 1 # line\n# foot\n\nb: 2\n';
  const node = readNode(text, 'f', { comments: true });
  expect(node?.comments).toEqual({ head: '# head' });
  expect(node?.kind === 'mapping' && node.entries[0]).toMatchObject({
    key: { comments: { head: '# of a', foot: '# foot' } },
    value: { comments: { line: '# line' } },
  });
  expect(JSON.stringify(readNode(text, 'f'))).not.toContain('comments');
});

test('keeps keys that are there twice: they are refused when they are written', () => {
  const [node] = readDocuments('a: 1\na: 2\n', 'f');
  expect(node?.kind === 'mapping' && node.entries.length).toBe(2);
});

test('a resource has a kind and a name', () => {
  expect(names(readResources(`${object('a')}---\n{}\n---\n[]\n`, 'f'))).toEqual(['a']);
  const metadata = 'apiVersion: v1\nkind: X\nmetadata: {namespace: n, labels: {b: 1, a: 2}}\n';
  expect(problemOf(() => readResources(`---\n${metadata}`, 'f'))).toMatchObject({
    code: 'FW6009',
    message: 'missing metadata.name in object {{v1 X} {{ n} map[a:2 b:1] map[]}}',
    at: { file: 'f', line: 2 },
  });
  expect(problemOf(() => readResources('metadata: {name: a}\n', 'f'))).toMatchObject({
    message: 'missing kind in object {{ } {{a } map[] map[]}}',
  });
  for (const text of ['a: 1\n', 'text\n', '- a\n', '5\n']) {
    expect(problemOf(() => readResources(text, 'f'))).toMatchObject({ message: 'missing Resource metadata' });
  }
});

test('the items of a list that is alone stay in their place, as they are', () => {
  const nodes = readResources(
    'kind: List\nitems:\n- {kind: A, metadata: {name: a}}\n- kind: B\n  metadata: {name: b}\n',
    'f',
  );
  expect(names(nodes)).toEqual(['a', 'b']);
  expect(nodes[1]).toMatchObject({ flow: false, line: 4 });
  expect(readResources('kind: List\nitems: []\n', 'f')).toEqual([]);
});

test('the items of other lists go to the end, through JSON', () => {
  const list =
    'kind: ConfigMapList\nitems:\n- kind: ConfigMap\n  metadata: {name: b}\n  data: {n: 0x10, t: 2001-01-01, s: yes}\n';
  const nodes = readResources(`${list}---\n${object('a')}`, 'f');
  expect(names(nodes)).toEqual(['a', 'b']);
  expect(lookup(nodes[1], 'data', 'n')).toMatchObject({ tag: '!!int', value: '16' });
  expect(lookup(nodes[1], 'data', 's')).toMatchObject({ tag: '!!str', value: 'yes', style: 'double' });
  expect(readResources('kind: FooList\nmetadata: {name: x}\n', 'f')).toHaveLength(1);
  expect(readResources('kind: FooList\nitems:\n', 'f')).toEqual([]);
  expect(problemOf(() => readResources('kind: FooList\nitems: 5\n', 'f'))).toMatchObject({
    message: 'expected array in FooList/items, but found int',
  });
});
