import { describe, expect, test } from 'vitest';
import { hasCases, readCases } from './cases.ts';
import { checkCase } from './check.ts';
import { knownMisses } from './known-misses.ts';

// Whole builds of the upstream's own tests, against what kustomize 5.8.1 made of them.

describe.skipIf(!hasCases)('cases of kustomize', () => {
  const cases = readCases();

  test.each(cases.map((one) => [one.name, one] as const))('%s', (name, one) => {
    const known = knownMisses.has(name);
    // A case of the list that holds must come off it.
    const misses = checkCase(one).filter(() => !known);
    expect(checkCase(one).length > 0, 'it is on the list of known misses').toBe(known);
    for (const { what, expected, received } of misses) expect(received, what).toBe(expected);
  });

  test('the known misses are cases', () => {
    const names = new Set(cases.map(({ name }) => name));
    expect([...knownMisses.keys()].filter((name) => !names.has(name))).toEqual([]);
  });
});
