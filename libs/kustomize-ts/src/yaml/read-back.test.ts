import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { formatYaml, Quoted } from './format-yaml.ts';
import { readBack } from './read-back.ts';

const release = {
  app: 'web',
  tag: new Quoted('1.0'),
  addOn: false,
  facts: {},
  list: [],
  nothing: null,
  share: 0.5,
  placement: [{ size: ['small', 'large'] }, { mesh: [['none'], [{ a: 'b: c' }]] }],
  rules: { large: { size: ['yes', '8080', ''] } },
};

test('what we write is read back, with comments above it, as every reader of YAML has it', () => {
  const text = `# One.\n# Two: a comment.\n${formatYaml(release)}`;
  expect(readBack(text)).toEqual({ ...release, tag: '1.0' });
  expect(readBack(text)).toEqual(parse(text));
});

test('what is written in another way is for another reader', () => {
  const texts = ['a: 1.0\n', 'a:  1\n', 'a: 1', "a: 'b'\n", 'a: b # c\n', 'a: b\n\n', 'a: b\na: c\n', '__proto__: a\n'];
  const others = [
    'a: |\n  b\n',
    'a:\n  - b\n',
    'a:\n',
    '- \n',
    'a: *b\n',
    'a: "\\n"\n',
    'a: 9007199254740993\n',
    '<<: a\n',
  ];
  expect(
    [...texts, ...others, `${'- '.repeat(5000)}a\n`, 'a: ä\n', ''].filter((text) => readBack(text) !== undefined),
  ).toEqual([]);
});

test('whatever is read back is what a reader of YAML finds', () => {
  const word = fc.constantFrom(
    'a',
    'b',
    '- ',
    ':',
    ': ',
    '\n',
    '  ',
    '"',
    '#',
    '[]',
    '{}',
    '1',
    'null',
    '|',
    '.',
    '-',
    '~',
  );
  const sketch = fc.array(word, { maxLength: 12 }).map((words) => words.join(''));
  const key = fc.oneof(fc.constantFrom('a', 'b', 'true', '1'), sketch);
  const { data } = fc.letrec((tie) => ({
    data: fc.oneof({ maxDepth: 4 }, sketch, fc.integer(), fc.double(), fc.boolean(), tie('list'), tie('map')),
    list: fc.array(tie('data'), { maxLength: 3 }),
    map: fc.dictionary(key, tie('data'), { maxKeys: 3 }),
  }));
  const written = data.map(textOf);
  fc.assert(
    fc.property(fc.oneof(written, sketch), (text) => {
      const found = readBack(text);
      fc.pre(found !== undefined);
      expect(found).toEqual(parse(text, { version: '1.2' }));
    }),
    { numRuns: 500 },
  );
});

/** NaN and infinities are not data. */
function textOf(value: unknown): string {
  return formatYaml(JSON.parse(JSON.stringify(value)));
}
