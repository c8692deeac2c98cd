import { describe, expect, test } from 'vitest';
import { hasCases, readCases } from './cases.ts';
import { checkCase } from './check.ts';
import { knownMisses } from './known-misses.ts';

// Whole builds of the upstream's own tests, against what kustomize 5.8.1 made of them.

describe.skipIf(!hasCases)('cases of kustomize', () => {
  const cases = readCases();

  test.each(cases.map((one) => [one.name, one] as const))('%s', (name, one) => {
    const misses = checkCase(one);
    if (knownMisses.has(name)) {
      expect(misses, `it holds now: take it off the list of known misses`).not.toEqual([]);
      return;
    }
    for (const { what, expected, received } of misses) expect(received, what).toBe(expected);
    expect(misses).toEqual([]);
  });

  test('the known misses are cases', () => {
    const names = new Set(cases.map(({ name }) => name));
    expect([...knownMisses.keys()].filter((name) => !names.has(name))).toEqual([]);
  });
});
