import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rendered, valueOf } from './app-fleet.ts';
import { cases } from './cases.ts';

// `npx vitest run libs/render -u` writes them anew.
const folder = new URL('../golden/', import.meta.url);

test.each(Object.entries(cases))('renders %s', async (name, definition) => {
  const files = [...valueOf(rendered(definition))];
  const text = files.map(([path, content]) => `===== ${path}\n${content}`).join('');
  await expect(text).toMatchFileSnapshot(new URL(`${name}.golden`, folder).pathname);
});

test('has no golden without a case', () => {
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(cases)
      .map((name) => `${name}.golden`)
      .sort(),
  );
});
