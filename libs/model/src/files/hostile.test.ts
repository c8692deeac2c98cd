import type { Result } from '@fleetwright/diagnostics';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseImages } from './images.ts';
import { parseHold, parseRelease } from './parse.ts';

/* Rows G10, G14 to G18 of the fault model, for every document that people, bots or git's merges write. */

const readers: readonly ((text: string, file: string) => Result<unknown>)[] = [parseImages, parseHold, parseRelease];

/** Reads a text in every way; gives the codes of the errors. What is refused has a file, a line and a hint; nothing throws. */
function read(text: string): readonly string[] {
  const results = readers.map((reader) => reader(text, 'f.yaml'));
  const errors = results.flatMap((result) => (result.ok ? [] : result.errors));
  const incomplete = errors.filter(
    ({ at, hint, message }) => at?.file !== 'f.yaml' || at.line === undefined || !hint || !message,
  );
  if (incomplete.length > 0) throw new Error(JSON.stringify(incomplete));
  return errors.map(({ code }) => code);
}

const hold = 'reason: to be looked at\nauthor: A <a@example.com>\n';
const bits = fc.constantFrom(
  '{',
  '[',
  ']',
  '}',
  '- ',
  ': ',
  '? ',
  '&a ',
  '*a',
  '!',
  '<<: ',
  '"',
  "'",
  '|\n',
  '\n',
  ' ',
);
const yaml = fc.array(fc.oneof(bits, fc.constantFrom('a', '__proto__', '1', '~', '.nan', '0x1F', '---\n')));

describe('whatever stands in a file', () => {
  test('is read or refused, bytes of any kind among it', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((all) => Buffer.from(all).toString('utf8'));
    const texts = fc.oneof(
      bytes,
      fc.string({ unit: 'binary' }),
      yaml.map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        read(text);
        read(`${hold}until: ${text}`);
      }),
      { numRuns: 500 },
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('may be as deep as it likes, fifty times over', () => {
    for (let run = 0; run < 50; run++) {
      for (const part of ['[', '{a: ', '- ', '? ', '[{']) {
        const depth = [100, 101, 1000, 50_000][run % 4] ?? 0;
        expect(read(part.repeat(depth)).length).toBeGreaterThanOrEqual(readers.length);
      }
    }
  });

  test('may refer to itself: a bomb of aliases goes off nowhere', () => {
    const level = (name: string, of: string): string => `${name}: &${name} [${Array(10).fill(`*${of}`).join(', ')}]\n`;
    const levels = Array.from({ length: 9 }, (_, index) => level(`a${index + 1}`, `a${index}`));
    const bomb = `a0: &a0 [x]\n${levels.join('')}`;
    expect(new Set(read(bomb))).toEqual(new Set(['FW1031', 'FW3001']));
  });

  test.each([
    ['a key twice', `${hold}reason: again\n`, 'f.yaml:3', 'the key "reason" is there twice, first in line 1'],
    [
      'a key twice further down',
      `${hold}not:\n  a: 1\n  a: 2\n`,
      'f.yaml:5',
      'the key "a" is there twice, first in line 4',
    ],
    ['a reserved key', `${hold}constructor: {}\n`, 'f.yaml:3', 'the key "constructor" is not allowed'],
    ['a merge', `${hold}<<: { until: 1 }\n`, 'f.yaml:3', 'the key "<<" is not allowed'],
    ['what is no number', `${hold}until: .nan\n`, 'f.yaml:3', 'until is NaN, not data'],
    ['more than is exact', `${hold}until: 9007199254740993\n`, 'f.yaml:3', 'until is a whole number beyond 2^53'],
    ['a character by halves', 'reason: "\\ud800"\n', 'f.yaml:1', 'reason is text with NUL or half a character'],
  ])('has %s: told with its line', (_what, text, place, message) => {
    const result = parseHold(text, 'f.yaml');
    const told = result.ok ? [] : result.errors.map((error) => [`${error.at?.file}:${error.at?.line}`, error.message]);
    expect(told).toContainEqual([place, expect.stringContaining(message)]);
  });

  test('has 40,000 keys: each is looked up, not compared with every other', () => {
    const keys = Array.from({ length: 40_000 }, (_, index) => `k${index}: 1\n`).join('');
    const result = parseImages(`${keys}k7: 2\n`, 'f.yaml');
    expect(result.ok ? [] : result.errors).toMatchObject([
      { message: 'the key "k7" is there twice, first in line 8', at: { line: 40_001, column: 1 } },
    ]);
  });
});
