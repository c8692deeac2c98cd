/**
 * Writes libs/schemas/src/generated: `npm run codegen`. Reads the OpenAPI documents below FLEETWRIGHT_SHARED
 * (`../shared` by default) and the npm packages that the table names.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.ts';
import { hasSources, readSources, sharedFolder } from './sources.ts';

if (!hasSources()) {
  process.stderr.write(
    `error: no OpenAPI documents of Kubernetes in ${sharedFolder()}\n` +
      '  hint: set FLEETWRIGHT_SHARED to the folder whose openapi/ has kubernetes-<version>.json\n',
  );
  process.exit(1);
}
const target = fileURLToPath(new URL('../../../libs/schemas/src/generated/', import.meta.url));
mkdirSync(target, { recursive: true });
for (const [name, text] of generate(readSources())) {
  writeFileSync(`${target}${name}`, text);
  process.stderr.write(`${name}: ${Buffer.byteLength(text)} bytes\n`);
}
