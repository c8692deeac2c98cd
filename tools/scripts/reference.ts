/*
 * Writes the reference pages that are made from the sources.
 *
 *   node libs/cli/bin/node24.js --conditions=development tools/scripts/reference.ts [--check]     --check: write nothing, end with 1 when a page is stale
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'zx';
import { commandsPage } from './reference/commands.ts';
import { definitionsPage } from './reference/definitions.ts';
import { diagnosticsPage } from './reference/diagnostics.ts';
import { filesPage } from './reference/files.ts';
import { root } from './reference/sources.ts';

const pages: ReadonlyMap<string, string> = new Map([
  ['docs/reference/commands.md', commandsPage()],
  ['docs/reference/definitions.md', definitionsPage()],
  ['docs/reference/diagnostics.md', diagnosticsPage()],
  ['docs/reference/files.md', filesPage()],
]);

for (const [path, text] of pages) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (argv['check'] === true) {
    console.error(`${path} is not what the sources say: npm run reference`);
    process.exitCode = 1;
    continue;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`written: ${path}`);
}
