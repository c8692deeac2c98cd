/**
 * Writes libs/schemas/src/generated: `npm run codegen`. Reads the OpenAPI documents below FLEETWRIGHT_SHARED
 * (`../shared` by default) and the npm packages that the table names.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.ts';
import { readSources } from './sources.ts';

const target = fileURLToPath(new URL('../../../libs/schemas/src/generated/', import.meta.url));
mkdirSync(target, { recursive: true });
for (const [name, text] of generate(readSources())) {
  writeFileSync(`${target}${name}`, text);
  process.stderr.write(`${name}: ${Buffer.byteLength(text)} bytes\n`);
}
