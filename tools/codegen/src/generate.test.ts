import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { generate } from './generate.ts';
import { hasSources, readSources, sharedFolder } from './sources.ts';

const committed = fileURLToPath(new URL('../../../libs/schemas/src/generated/', import.meta.url));

if (!hasSources()) process.stderr.write(`skipped: no ${sharedFolder()} (FLEETWRIGHT_SHARED) to generate from\n`);

test.skipIf(!hasSources())('the committed files are what the sources give', () => {
  const generated = generate(readSources());
  expect([...generated.keys()].toSorted()).toEqual(readdirSync(committed).toSorted());
  for (const [name, text] of generated) expect(text === readFileSync(`${committed}${name}`, 'utf8'), name).toBe(true);
});

test.skipIf(!hasSources())('the order of the sources does not matter, and descriptions are left out', () => {
  const sources = readSources();
  const shuffled = new Map(
    [...sources.openApi].map(([version, document]) => {
      const schemas = Object.fromEntries(Object.entries(document.schemas).toReversed());
      return [version, { ...document, resources: document.resources.toReversed(), schemas }];
    }),
  );
  const generated = generate({ ...sources, openApi: shuffled });
  expect(generated).toEqual(generate(sources));
  for (const text of generated.values()) expect(text).not.toMatch(/^\s+description: '[A-Z]/m);
});
