import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCase } from './cases.ts';
import { checkCase } from './check.ts';
import { keptFolder, readKept } from './differential/kept.ts';

// Small builds on which we once differed from kustomize, with its answers (npm run update-kept).

const kept = readKept();

test('there are some', () => expect(kept.length).toBeGreaterThan(0));

test.each(kept.map((one) => [one.name, one] as const))('%s', (_name, one) => {
  for (const { what, expected, received } of checkCase(one)) expect(received, what).toBe(expected);
});

test('every file holds the case of its name', () => {
  for (const file of readdirSync(keptFolder)) {
    expect(file).toBe(`${readCase(join(keptFolder, file)).name}.json`);
  }
});
