import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '../../refusal.ts';
import { firstDocument } from '../first-document.ts';
import type { Node } from '../node.ts';
import { newBudget } from '../scan/scanner.ts';
import { toNode, v3Maker } from '../to-node.ts';
import { empty, readSwiftly } from './read.ts';

function carefully(text: string): Node | typeof empty | undefined {
  const message = (problem: string): string => problem;
  const source = {
    text,
    lineOffset: 0,
    file: 'f',
    dialect: 3,
    message,
    comments: false,
    code: 'FW6009',
    budget: newBudget(),
  } as const;
  try {
    const document = firstDocument(source);
    return document === undefined ? empty : toNode(document, source, true);
  } catch (problem) {
    if (problem instanceof Refusal) return undefined;
    throw problem;
  }
}

const word = fc.constantFrom(
  'a',
  'name',
  'x-1',
  '1',
  '0x1f',
  'true',
  'é',
  'a b',
  '-1',
  '1.5',
  'http://x:80/y',
  '~',
  'a#b',
);
const quoted = fc.constantFrom("'it''s'", '""', '"a\\nb"', '"\\x41"', "'x: y'", '"tab\\there"', "'#'", '"\\ "');
const flow = fc.constantFrom(
  '{}',
  '[]',
  '[a, b]',
  '{a: 1, "b": \'c\'}',
  '[[1], {a: [x]}]',
  '[a b]',
  '{a: b:c}',
  '[a, ]',
  '[,]',
  '{a}',
);
const block = fc.constantFrom('|', '|-', '|+', '>', '>-', '>+', '|2', '| # c');
const odd = fc.constantFrom(
  '&a x',
  '*a',
  '!t x',
  '- x',
  ': x',
  '? x',
  '@',
  '%',
  '<<',
  '\tx',
  'x\ty',
  'x\u0085y',
  '😀',
  "'open",
  '"open',
  '[open',
);
const value = fc.oneof(
  { weight: 8, arbitrary: word },
  { weight: 4, arbitrary: quoted },
  { weight: 3, arbitrary: flow },
  { weight: 3, arbitrary: block },
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: odd },
);
const trail = fc.constantFrom('', '', '', '', ' ', ' # c', '#c', '\t');
const key = fc.oneof({ weight: 6, arbitrary: word }, { weight: 1, arbitrary: quoted }, { weight: 1, arbitrary: odd });
const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(key, value, trail).map(([name, text, end]) => `${name}: ${text}${end}`) },
  { weight: 4, arbitrary: fc.tuple(value, trail).map(([text, end]) => `- ${text}${end}`) },
  { weight: 2, arbitrary: fc.tuple(key, value, trail).map(([name, text, end]) => `- ${name}: ${text}${end}`) },
  { weight: 2, arbitrary: key.map((name) => `${name}:`) },
  { weight: 2, arbitrary: value },
  { weight: 1, arbitrary: fc.constantFrom('', '# comment', '---', '...', '-', '- - a', '  ', "end'", 'end"', ']') },
);
const text = fc
  .tuple(
    fc.array(fc.tuple(fc.nat({ max: 4 }), line), { maxLength: 12 }),
    fc.constantFrom('\n', '\n', '\n', '', '\n\n', '\n  '),
  )
  .map(([lines, end]) => lines.map(([depth, content]) => ' '.repeat(depth) + content).join('\n') + end);

/** A text of well-nested blocks, so that most are read. */
const nested = fc.letrec<{ node: string[] }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(value, trail).map(([content, end]) => [content + end]),
    fc
      .array(fc.tuple(key, tie('node')), { minLength: 1, maxLength: 4 })
      .map((pairs) => pairs.flatMap(([name, lines]) => below(`${name}:`, lines))),
    fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map((items) => items.flatMap((lines) => item(lines))),
  ),
})).node;

function below(head: string, lines: readonly string[]): string[] {
  return lines.length === 1 ? [`${head} ${lines[0]}`] : [head, ...lines.map((content) => `  ${content}`)];
}

function item(lines: readonly string[]): string[] {
  return lines.map((content, index) => (index === 0 ? '- ' : '  ') + content);
}

const anyText = fc.oneof(
  text,
  nested.map((lines) => `${lines.join('\n')}\n`),
);

function same(content: string): void {
  const swift = readSwiftly(content, 0, v3Maker);
  const careful = swift === undefined ? undefined : carefully(content);
  expect(swift).toEqual(careful);
}

test('gives what the careful reader gives, or nothing', () => {
  fc.assert(fc.property(anyText, same), { numRuns: 3000 });
});

test('gives what the careful reader gives after any change to a text', () => {
  const changed = fc
    .tuple(anyText, fc.nat(), fc.constantFrom('', ' ', '\n', ':', '-', '#', '"', "'", '|', '\t', '[', '}', ', '))
    .map(([content, at, put]) => {
      const place = content.length === 0 ? 0 : at % content.length;
      return content.slice(0, place) + put + content.slice(put === '' ? place + 1 : place);
    });
  fc.assert(fc.property(changed, same), { numRuns: 3000 });
});

test('reads many of the texts these properties are about', () => {
  const read = fc.sample(anyText, { numRuns: 1000, seed: 1 }).filter((content) => readSwiftly(content, 0, v3Maker));
  expect(read.length).toBeGreaterThan(100);
});

test('reads the usual', () => {
  const usual = `# head
apiVersion: v1 # trailing
kind: ConfigMap
metadata:
  name: "x"
  labels: {a: 1, 'b': "c"}
data:
  script: |
    set -e

    echo 'a: b'  # no comment
  kept: |+
    a

  long: one
    two

    three
  quoted: 'one
    two'
list:
- a
- - b
  -
- c: d
  e:
  - f
empty:
`;
  const node = readSwiftly(usual, 0, v3Maker);
  expect(node).toBeDefined();
  expect(node).toEqual(carefully(usual));
});

test('leaves to the careful reader what is unusual', () => {
  for (const content of [
    'a: &b c',
    'a: >\n  b\n   c',
    'a: *b',
    '<<: {a: 1}',
    '? a',
    'a:\tb',
    'a: b\r\n',
    '%YAML 1.1',
    '~: a',
    'plain',
    'a: b: c',
  ]) {
    expect([content, readSwiftly(`${content}\n`, 0, v3Maker)]).toEqual([content, undefined]);
  }
});

test('takes time in proportion to the text', () => {
  const one = 'a:\n- b: "c"\n  d: e f g\n  h: |\n    i\n    j\n';
  const time = (count: number): number => {
    const content = Array.from({ length: count }, (_, index) => one.replace('a', `a${index}`)).join('');
    const times = [1, 2, 3, 4].map(() => {
      const begin = performance.now();
      readSwiftly(content, 0, v3Maker);
      return performance.now() - begin;
    });
    return Math.min(...times);
  };
  const small = time(2000);
  // Ten times the text: a quadratic reader would take a hundred times as long.
  expect(time(20_000)).toBeLessThan(50 * Math.max(small, 2));
});
