import { expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { get, isNull, type Node } from './node.ts';
import { readYaml11 } from './yaml11.ts';

function pairs(node: Node | undefined): unknown {
  return (
    node?.kind === 'mapping' &&
    node.entries.map(({ key, value }) => [key.value, value.kind === 'scalar' ? [value.tag, value.value] : value.kind])
  );
}

test('knows the words and numbers of YAML 1.1', () => {
  const text = 'a: yes\nb: "yes"\nc: 0777\nd: 1_000\ne: 1.50\nf: 2001-01-01\ng: ~\nh: n\ni: 1e21\nj: 0o17\n';
  expect(pairs(readYaml11(text, 'f'))).toEqual([
    ['a', ['!!bool', 'true']],
    ['b', ['!!str', 'yes']],
    ['c', ['!!int', '511']],
    ['d', ['!!int', '1000']],
    ['e', ['!!float', '1.5']],
    ['f', ['!!str', '2001-01-01']],
    ['g', ['!!null', 'null']],
    ['h', ['!!bool', 'false']],
    ['i', ['!!float', '1e+21']],
    ['j', ['!!int', '15']],
  ]);
});

test('of equal keys the last wins, in the place of the first', () => {
  expect(pairs(readYaml11('a: 1\nb: 2\na: 3\n', 'f'))).toEqual([
    ['a', ['!!int', '3']],
    ['b', ['!!int', '2']],
  ]);
  expect(pairs(readYaml11('1: a\n"1": b\n', 'f'))).toEqual([['1', ['!!str', 'b']]]);
});

test('a merge key counts where it stands', () => {
  const base = 'x: &x {a: 1, b: 1}\n';
  expect(pairs(get(readYaml11(`${base}z: {a: 2, <<: *x, b: 2}\n`, 'f'), 'z'))).toEqual([
    ['a', ['!!int', '1']],
    ['b', ['!!int', '2']],
  ]);
});

test('keys are text', () => {
  expect(pairs(readYaml11('true: a\n1: b\n1.50: c\n', 'f'))).toEqual([
    ['true', ['!!str', 'a']],
    ['1', ['!!str', 'b']],
    ['1.5', ['!!str', 'c']],
  ]);
});

test('a text without a document is null', () => {
  for (const text of ['', '# c\n', '---\n', '~\n']) expect(isNull(readYaml11(text, 'f'))).toBe(true);
});

test('only the first document is read', () => {
  expect(pairs(readYaml11('a: 1\n---\nb: 2\n', 'f'))).toEqual([['a', ['!!int', '1']]]);
});

test('refuses with the words of go-yaml v2 behind the prefix', () => {
  const refused = (text: string): unknown => {
    try {
      return readYaml11(text, 'k.yaml', 'invalid Kustomization: ');
    } catch (problem) {
      return problem instanceof Refusal ? problem.diagnostics[0] : problem;
    }
  };
  expect(refused('a: 1\n\nfoo: bar: x\n')).toMatchObject({
    code: 'FW6002',
    message: 'invalid Kustomization: yaml: line 3: mapping values are not allowed in this context',
    at: { file: 'k.yaml', line: 3, column: 9 },
  });
  expect(refused('~: x\n')).toMatchObject({
    message: 'invalid Kustomization: unsupported map key of type: %!s(<nil>), key: <nil>',
  });
  expect(refused('a: .inf\n')).toMatchObject({ message: 'invalid Kustomization: json: unsupported value: +Inf' });
});
