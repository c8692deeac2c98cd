import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { goJson } from './go-json.ts';
import { mapping, type Node, nullNode, scalar, sequence } from './node.ts';
import { readNode, readResources } from './read.ts';
import { valueOf } from './value.ts';
import { resourceText } from './write.ts';

const odd = `kind: Odd
apiVersion: v1
metadata: {name: x}
keys: {a10: 1, a2: 1, a1: 1, B: 1, a-b: 1, a.b: 1, _: 1, "": 1, "8080": 1, "yes": 1, "a: b": 1, "<<": 1, =: 1, é: 1, "\\t": 1}
long keys:
  "k2 kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk": {a: [b]}
  "k1 kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk": [b, [c, {d: e}]]
  "two\\nlines": one
numbers: [3.0, 1e3, 0777, 0o17, 0x10, 0b11, 1_000, 18446744073709551615, 18446744073709551616, -0.0, 1e-7, 1e21, 0.1, 08, +1, 1e400]
words: [yes, On, n, ~, Null, True, .5_5, 2001-01-01, 2001-12-14t21:59:43.10-05:00, 1:20, "1:20", "0o7", "0o-7", 'true', !!str 8080, !!float 1, !!binary aGVsbG8=, !foo bar]
texts:
- "a: b"
- " a"
- "a #b"
- "- a"
- "-"
- "it's: "
- "\\ttab"
- "a\\tb"
- "tr \\nnl"
- "\\ufeffab"
- "😀"
- "a\\u0085 b"
- "nbsp\\u00a0x"
- "ls\\u2028x"
- "back\\\\slash: \\"q\\""
blocks: ["a\\nb", "a\\nb\\n", "a\\n\\n", "\\n", " a\\nb", "\\n a", "a\\n\\tb", "x\\n\\n y\\n"]
folds:
- one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen  sixteen
- "quoted: two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen it's"
- "1\\\\ two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen  six\\t"
- looooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooong word
empty: [{}, [], "", null, {a: , b: []}, [[]], [[], [[a, b]]]]
`;

// What kustomize 5.8.1 builds of it.
const built = `apiVersion: v1
blocks:
- |-
  a
  b
- |
  a
  b
- |+
  a

- |2+

- |2-
   a
  b
- |2-

   a
- "a\\n\\tb"
- |
  x

   y
empty:
- {}
- []
- ""
- null
- a: ""
  b: []
- - []
- - []
  - - - a
      - b
folds:
- one two three four five six seven eight nine ten eleven twelve thirteen fourteen
  fifteen  sixteen
- 'quoted: two three four five six seven eight nine ten eleven twelve thirteen fourteen
  fifteen it''s'
- "1\\\\ two three four five six seven eight nine ten eleven twelve thirteen fourteen
  fifteen  six\\t"
- looooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooong
  word
keys:
  "": 1
  "\\t": 1
  =: 1
  _: 1
  "8080": 1
  B: 1
  a-b: 1
  a.b: 1
  'a: b': 1
  a1: 1
  a2: 1
  a10: 1
  "yes": 1
  é: 1
kind: Odd
long keys:
  ? k1 kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk
  : - b
    - - c
      - d: e
  ? k2 kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk
  : a:
    - b
  ? |-
    two
    lines
  : one
metadata:
  name: x
numbers:
- 3
- 1000
- 511
- 15
- 16
- 3
- 1000
- 18446744073709551615
- 1.8446744073709552e+19
- 0
- 1e-07
- 1e+21
- 0.1
- 8
- 1
- 1e400
texts:
- 'a: b'
- ' a'
- 'a #b'
- '- a'
- '-'
- 'it''s: '
- "\\ttab"
- "a\\tb"
- "tr \\nnl"
- "\\uFEFF\\x61\\x62"
- "\\U0001F600"
- a b
- nbsp\u00a0x
- 'ls\u2028  x'
- 'back\\slash: "q"'
words:
- "yes"
- "On"
- "n"
- null
- null
- true
- 0.55
- "2001-01-01T00:00:00Z"
- "2001-12-14t21:59:43.10-05:00"
- "1:20"
- "1:20"
- "0o7"
- 0o-7
- "true"
- "8080"
- 1
- hello
- bar
`;

test('odd keys and values are written as kustomize writes them', () => {
  expect(
    readResources(odd, 'odd.yaml')
      .map((node) => resourceText(node))
      .join('---\n'),
  ).toBe(built);
});

test('whole numbers are integers as long as 64 bits hold what JSON has of them', () => {
  const texts = [
    '-9223372036854775808',
    '-9223372036854775809',
    '18446744073709551615',
    '18446744073709551616',
    '1e19',
  ];
  expect(resourceText(sequence(texts.map((text) => scalar(text, ''))))).toBe(
    '- -9223372036854775808\n- -9.223372036854776e+18\n- 18446744073709551615\n- 1.8446744073709552e+19\n- 10000000000000000000\n',
  );
});

test('what JSON as YAML has no room for is refused', () => {
  const text = (key: string, value: string): (() => string) => {
    return () =>
      resourceText(mapping([{ key: scalar(key, '!!str', 'double'), value: scalar(value, '!!str', 'double') }]));
  };
  expect(text('a', 'x\u007fy')).toThrow('yaml: control characters are not allowed');
  expect(text('a', 'x\u0085--- y')).toThrow('found unexpected document indicator');
  expect(text('x\u0085y', 'a')).toThrow("did not find expected ',' or '}'");
  expect(text('x'.repeat(1023), 'a')).toThrow("did not find expected ',' or '}'");
  expect(text('x'.repeat(1022), 'a')()).toBe(`? ${'x'.repeat(1022)}\n: a\n`);
  expect(text('<<', 'x \u0085 \u0085y')()).toBe('<<: |-\n  x\n  y\n');
});

test('keys that are more than text are seen to, and no node is written twice', () => {
  const node = readNode('1: a\n"b": [2]\n', 'f') ?? nullNode;
  expect(resourceText(node)).toBe('"1": a\nb:\n- 2\n');
  expect(resourceText(node)).toBe(resourceText(node));
});

test('what resources share is written alike in each of them', () => {
  for (const text of ['a: [1, {b: c}]', 'a: |+\n  x\n\n', 'a: "x\\n\\u2028"', 'a: {}', '- |\n  x\n', '- - b']) {
    const shared = readNode(text, 'f') ?? nullNode;
    const nodes = ['d', 'n'].map((key) =>
      mapping([key, 'b', 'x'].map((name) => ({ key: scalar(name), value: name === 'x' ? nullNode : shared }))),
    );
    const [one = '', two = ''] = nodes.map((node) => resourceText(node));
    expect(two.replaceAll('"n":', 'd:').split('\n').toSorted()).toEqual(one.split('\n').toSorted());
    expect(readNode(one, 'f')?.kind).toBe('mapping');
  }
});

test('any YAML reader finds the value in the text', () => {
  const word = fc.constantFrom(
    'a',
    ' ',
    '  ',
    '\n',
    '\t',
    ': ',
    ' #',
    '- ',
    "'",
    '"',
    '1',
    '-',
    'true',
    '\\',
    'é',
    '😀',
  );
  const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(''));
  const { node } = fc.letrec<{ node: Node }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      text.map((value) => scalar(value, '!!str', 'double')),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => scalar(String(number), '')),
      fc.array(tie('node'), { maxLength: 3 }).map(sequence),
      fc
        .dictionary(text, tie('node'), { maxKeys: 3 })
        .map((map) =>
          mapping(Object.entries(map).map(([key, value]) => ({ key: scalar(key, '!!str', 'double'), value }))),
        ),
    ),
  }));
  fc.assert(
    fc.property(node, (value) => {
      const found: unknown = parseAllDocuments(resourceText(mapping([{ key: scalar('x'), value }])), {
        version: '1.1',
        merge: false,
      })[0]?.toJS();
      const expected: unknown = JSON.parse(`{"x":${goJson(valueOf(value))}}`);
      expect(found).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
