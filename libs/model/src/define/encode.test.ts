import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encode } from './encode.ts';

/** What a definition would bring from outside: everything, in everything. */
const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
});

test('what is data is data afterwards, and nothing else is', () => {
  fc.assert(
    fc.property(anything, (input) => {
      const { value } = encode(input);
      const [keys, texts] = [new Set<string>(), new Set<string>()];
      const again: unknown = JSON.parse(JSON.stringify(value), (key, item: unknown) => {
        keys.add(key);
        if (typeof item === 'string') texts.add(item);
        return item;
      });
      expect(again).toEqual(value);
      expect([...keys, ...texts].filter((text) => !text.isWellFormed() || text.includes('\0'))).toEqual([]);
      expect(['__proto__', 'constructor', 'prototype'].filter((key) => keys.has(key))).toEqual([]);
      // What was left out because it is no data is not missed the second time.
      expect(encode(value)).toEqual({ value, problems: [] });
    }),
    { numRuns: 1000 },
  );
});

test.each([
  [{ a: [2 ** 53] }, ['a', 0], 'a whole number beyond 2^53 (9007199254740992)'],
  [{ a: -1e21 }, ['a'], 'a whole number beyond 2^53 (-1e+21)'],
  [{ a: Number.POSITIVE_INFINITY }, ['a'], 'Infinity'],
  [{ a: 'x\0' }, ['a'], 'text with NUL or half a character'],
  [{ a: { '\ud800': 1 } }, ['a'], 'something with a key that has NUL or half a character'],
  [[undefined], [0], 'a value of type undefined'],
])('refuses %j', (input, path, what) => {
  expect(encode(input).problems).toEqual([{ path, what }]);
});

test('stops counting at the first value too many', () => {
  let bomb: unknown = 'x';
  for (let level = 0; level < 60; level++) bomb = [bomb, bomb];
  const { problems } = encode({ bomb });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.what).toBe('one value more than the 250,000 that there may be');
  expect(encode({ a: 1.5, b: -0, c: 2 ** 53 - 1, d: undefined }).problems).toEqual([]);
});
