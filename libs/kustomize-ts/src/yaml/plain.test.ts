import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { formatYaml, Quoted } from './format-yaml.ts';
import { parseYaml } from './parse-yaml.ts';

const hostile = [
  'yes',
  'on',
  'n',
  'null',
  '~',
  '123',
  '1e3',
  '0x1F',
  '1_000',
  '12:30:45',
  '2001-01-01',
  '0b1',
  '',
  '0777',
  '.5',
  '.inf',
  '- a',
  '-',
  '---',
  '? a',
  ': a',
  'a: b',
  'a #b',
  '#a',
  ' a',
  'a ',
  '\ta',
  '&a',
  '*a',
  '!a',
  '%a',
  '@a',
  '`a',
  '[a',
  '{a',
  '|',
  '>',
  '=',
  '<<',
  'a:',
  '"',
  "'",
  '\\',
  'a\nb',
  'a\n',
  'a\n\n',
  '\n',
  ' a\nb',
  'a\n b\n',
  'a \nb',
  'a\n\t\nb',
  'a\r\nb',
  '\u2028',
  '\u0085',
  '\ufeff',
  '😀',
  '\u0000',
  '...',
  '64Mi',
  '10.0.0.0/8',
  '--flag=x',
  '-x',
  '1.10',
  '1,000',
  'a\n\n\nb',
  '\ta\nb',
  'a\n#b\n',
];
const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary' }), fc.string());
const data = fc.letrec((tie) => ({
  node: fc.oneof({ maxDepth: 5 }, text, fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('map')),
  list: fc.array(tie('node'), { maxLength: 4 }),
  map: fc.dictionary(text, tie('node'), { maxKeys: 4 }).map((map) => Object.fromEntries(Object.entries(map))),
})).node;

describe('formatYaml', () => {
  test.each(['1.1', '1.2'] as const)('is read back as it was by YAML %s', (version) => {
    const holds = (value: unknown): void => {
      expect(parse(formatYaml(value), { version, merge: false })).toEqual(value);
    };
    for (const one of hostile) holds({ [one]: one, list: [one, [one]] });
    fc.assert(fc.property(data, holds), { numRuns: 500 });
  });

  test('writes what people like to read', () => {
    const value = {
      a: { b: [1, { c: 'x', d: [] }, ['z']], e: undefined },
      f: 'one\ntwo\n',
      tag: new Quoted('v1'),
      m: -1,
      'k: v': {},
    };
    expect(formatYaml(value)).toBe(
      'a:\n  b:\n  - 1\n  - c: x\n    d: []\n  - - z\nf: |\n  one\n  two\ntag: "v1"\nm: -1\n"k: v": {}\n',
    );
  });

  test.each([[Number.NaN], [() => 1], [new Date(0)], [[undefined]]])('refuses what is not data (%#)', (value) => {
    expect(() => formatYaml({ value })).toThrow(TypeError);
  });
});

/** What is wrong with a text, and where; or what it says. */
function problem(yaml: string): string {
  const result = parseYaml(yaml, 'f.yaml');
  if (result.ok) return `ok ${JSON.stringify(result.value)}`;
  return result.errors.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`).join(', ');
}

describe('parseYaml', () => {
  test('gives data', () => {
    expect(parseYaml('a: [1, yes, "2", null]\n', 'f')).toMatchObject({ ok: true, value: { a: [1, 'yes', '2', null] } });
    expect(problem('')).toBe('ok null');
  });

  test.each([
    ['a: 1\nb: 2\na: 3\n', 'FW1031 3:1'],
    ['1: a\n"1": b\n', 'FW1031 2:1'],
    ['a:\n  __proto__: {}\n', 'FW1031 2:3'],
    ['a: &x 1\nb: *x\n', 'FW1031 2:4'],
    ['a: 1\n---\nb: 2\n', 'FW1031 2:1'],
    ['a: [1\n', 'FW1031 2:1'],
    ['a: !foo 1\n', 'FW1031 1:4'],
  ])('refuses %j', (yaml, expected) => {
    expect(problem(yaml)).toBe(expected);
  });

  test('refuses what is too deep or too large before it harms', () => {
    expect(problem('['.repeat(50_000))).toMatch(/^FW5006/);
    expect(problem(`${'- '.repeat(5000)}a`)).toMatch(/^FW5006/);
    expect(problem('x'.repeat(10 * 1024 * 1024 + 1))).toMatch(/^FW5006/);
    expect(problem('['.repeat(10 * 1024 * 1024))).toBe('FW5006 1:101');
  });

  test('says where a key was before, however many there are', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join('');
    const result = parseYaml(`${keys}k7: 2\n`, 'f.yaml');
    expect(result.ok ? [] : result.errors).toMatchObject([
      { message: 'the key "k7" twice, first in line 8', at: { line: 20_001, column: 1 } },
    ]);
  });

  test('counts levels of collections, block and flow, and no brackets of texts', () => {
    expect(problem(`a: ${'['.repeat(99)}1${']'.repeat(99)}`)).toMatch(/^ok/);
    expect(problem(`\na: ${'['.repeat(100)}1${']'.repeat(100)}`)).toBe('FW5006 2:103');
    expect(problem(`${'- '.repeat(100)}a`)).toMatch(/^ok/);
    expect(problem(`${'- '.repeat(101)}a`)).toBe('FW5006 1:201');
    const text = '[{'.repeat(100);
    expect(problem(`a: "${text}"\nb: '${text}'\nc: x${text}\nd: |\n  ${text}\n`)).toMatch(/^ok/);
  });
});
