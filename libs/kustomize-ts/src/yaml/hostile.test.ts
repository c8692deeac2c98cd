import { expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { get } from './node.ts';
import { readDocuments, readNode, readResources } from './read.ts';
import { readYaml11 } from './yaml11.ts';

function codeOf(make: () => unknown): string {
  try {
    make();
  } catch (problem) {
    if (problem instanceof Refusal) return problem.diagnostics[0]?.code ?? '';
    throw problem;
  }
  return 'none';
}

const readers = { readDocuments, readNode, readResources, readYaml11 };
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from(
  { length: 12 },
  (_, index) => `a${index + 1}: &a${index + 1} [${Array.from({ length: 9 }, () => `*a${index}`).join(', ')}]\n`,
).join('')}`;
const merges = `a0: &a0 {k: [1, 2, 3]}\n${Array.from(
  { length: 40 },
  (_, index) => `a${index + 1}: &a${index + 1} {<<: *a${index}, x${index}: *a${index}}\n`,
).join('')}`;
const chain = `a0: &a0 [x]\n${Array.from({ length: 5000 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}]\n`).join('')}`;

const tooMuch: Readonly<Record<string, string | Uint8Array>> = {
  'a bomb of aliases': bomb,
  'a bomb of merge keys': merges,
  'a chain of aliases that is too deep': chain,
  'an alias within what it stands for': 'a: &a\n  b: *a\n',
  'a merge of what it is in': 'a: &a\n  b: {<<: *a}\n',
  'sequences in flow that are too deep': '['.repeat(100_000),
  'mappings in flow that are too deep': '{a: '.repeat(100_000),
  'sequences in blocks that are too deep': `${'- '.repeat(100_000)}x\n`,
  'mappings in blocks that are too deep': Array.from({ length: 2000 }, (_, index) => `${' '.repeat(index)}a:\n`).join(
    '',
  ),
  'bytes that are not UTF-8': bytes(0x61, 0x3a, 0x20, 0xff),
  'half a character': bytes(0x61, 0x3a, 0x20, 0xc3),
  'a surrogate in UTF-8': bytes(0x61, 0x3a, 0x20, 0xed, 0xa0, 0x80),
  'half a surrogate pair': 'a: \ud800\n',
  'half a UTF-16 file': bytes(0xff, 0xfe, 0x61),
};

for (const [name, read] of Object.entries(readers)) {
  test.each(Object.entries(tooMuch))(`${name} refuses %s`, (_, content) => {
    expect(codeOf(() => read(content, 'f'))).toBe('FW5006');
  });
}

test('a file that is too large is refused before it is read', () => {
  expect(codeOf(() => readDocuments(new Uint8Array(64 * 1024 * 1024 + 1), 'f'))).toBe('FW5006');
});

test('a file of nothing but brackets, or dashes, does not fill the memory', () => {
  for (const content of [`a: [${'[],'.repeat(7_000_000)}[]]\n`, '-\n'.repeat(8_000_000)]) {
    expect(codeOf(() => readDocuments(content, 'f'))).toBe('FW5006');
  }
}, 120_000);

test('what is deep, but not too deep, is read', () => {
  expect(readDocuments(`${'['.repeat(200)}${']'.repeat(200)}\n`, 'f')).toHaveLength(1);
  expect(
    readDocuments(Array.from({ length: 200 }, (_, index) => `${' '.repeat(index)}a:\n`).join(''), 'f'),
  ).toHaveLength(1);
});

test('names that mean something to JavaScript are names', () => {
  for (const content of ['__proto__: {a: 1}\nconstructor: 2\n', '__proto__: {a: 1}\nconstructor: !!int 2\n']) {
    const [node] = readDocuments(content, 'f');
    expect(get(get(node, '__proto__'), 'a')).toMatchObject({ value: '1' });
    expect(get(node, 'toString')).toBeUndefined();
    expect(get(readYaml11(content, 'f'), 'constructor')).toMatchObject({ value: '2' });
  }
  expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
});

const long = 100_000;
const slow: Readonly<Record<string, string>> = {
  'a plain scalar of many lines': `a: b\n${'  c\n'.repeat(long)}`,
  'a plain scalar that is left open': `a: b\n${'  c\n'.repeat(long)}  d: e\n`,
  'quotes of many lines': `a: "${'b\n  '.repeat(long)}"\n`,
  'quotes that are left open': `a: '${"b''".repeat(long)}`,
  'empty lines': `a: |\n${'\n'.repeat(long)}b: 1\n`,
  blanks: `a: ${' '.repeat(long)}b\n`,
  comments: `${'# c\n'.repeat(long)}a: &b 1\n`,
  'many documents': 'a: 1\n---\n'.repeat(long / 10),
  'many keys': Array.from({ length: long / 3 }, (_, index) => `k${index}: &a${index} v\n`).join(''),
  'many separators': '---\n'.repeat(long),
  'many colons': `a: ${':'.repeat(long)}\n`,
  'many brackets': `a: [${'[],'.repeat(long / 3)}]\n`,
  'one long key': `${'k'.repeat(long)}: v\n`,
  'many quotes': `a: ${'"" '.repeat(long)}\n`,
  'many dashes': '-\n'.repeat(long),
  'many tags': `a: ${'!t '.repeat(long)}\n`,
  'many question marks': '? a\n'.repeat(long / 3),
};

test.each(Object.entries(slow))('%s take no long time', (_, content) => {
  const begin = performance.now();
  codeOf(() => readDocuments(content, 'f'));
  codeOf(() => readYaml11(content, 'f'));
  // A tenth of a second each on a quiet machine; a quadratic reader takes minutes.
  expect(performance.now() - begin).toBeLessThan(15_000);
});
