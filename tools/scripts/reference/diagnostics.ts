import { codes } from '@fleetwright/diagnostics';
import { generatedFrom, table } from './markdown.ts';

const titles: Readonly<Record<string, string>> = {
  1: 'Definitions: apps, fleet, inventory, images',
  2: 'Rendering',
  3: 'Stages, overlays, hubs',
  4: 'Promotion',
  5: 'The work tree and its surroundings',
  6: 'kustomize-ts',
  9: 'Mistakes in Fleetwright',
};

/** The page of the codes: one row for each, under a heading for each thousand. */
export function diagnosticsPage(): string {
  const sorted = Object.entries(codes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const groups = Map.groupBy(sorted, ([code]) => code.charAt(2));
  const sections = [...groups].map(([thousand, rows]) => {
    const title = titles[thousand];
    if (title === undefined) throw new Error(`tools/scripts/reference has no title for the codes FW${thousand}xxx`);
    return `## ${title}\n\n${table(['code', 'what it means'], rows)}`;
  });
  return `${generatedFrom('libs/diagnostics/src/codes.ts')}# Diagnostics

Every message has a code that is for ever: a script may branch on it, the text may change. A message says where (file, line, column), how bad
(\`error\` stops what is being done, and nothing is written; \`warning\` stops nothing), what is wrong, and on the line below how to mend it.
\`--json\` gives the same as data, in \`diagnostics\`.

${sections.join('\n')}`;
}
