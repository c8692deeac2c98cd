/*
 * Writes the reference pages that are made from the sources: docs/reference/diagnostics.md.
 *
 *   node libs/cli/bin/node24.js tools/scripts/reference.ts [--check]     --check: write nothing, end with 1 when a page is stale
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codes } from '@fleetwright/diagnostics';
import { argv } from 'zx';

const root = join(import.meta.dirname, '../..');
const pages: ReadonlyMap<string, string> = new Map([['docs/reference/diagnostics.md', diagnosticsPage()]]);

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

/** One row for each code, under a heading for each thousand. */
function diagnosticsPage(): string {
  const titles: Readonly<Record<string, string>> = {
    1: 'Definitions: apps, fleet, inventory, images',
    2: 'Rendering',
    3: 'Stages, overlays, hubs',
    4: 'Promotion',
    5: 'The work tree and its surroundings',
    9: 'Mistakes in Fleetwright',
  };
  const sorted = Object.entries(codes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const groups = Map.groupBy(sorted, ([code]) => code.charAt(2));
  const sections = [...groups].map(([thousand, rows]) => {
    const title = titles[thousand];
    if (title === undefined) throw new Error(`tools/scripts/reference.ts has no title for the codes FW${thousand}xxx`);
    const table = rows.map(([code, meaning]) => `| ${code} | ${meaning.replaceAll('|', '\\|')} |\n`);
    return `## ${title}\n\n| code | what it means |\n|---|---|\n${table.join('')}`;
  });
  return `<!-- Generated from libs/diagnostics/src/codes.ts. Do not edit: \`npm run reference\` writes it anew. -->
# Diagnostics

Every message has a code that is for ever: a script may branch on it, the text may change. A message says where (file, line, column), how bad
(\`error\` stops what is being done, and nothing is written; \`warning\` stops nothing), what is wrong, and on the line below how to mend it.
\`--json\` gives the same as data, in \`diagnostics\`.

${sections.join('\n')}`;
}
