/*
 * Builds every kustomization below some folders with kustomize-ts and with kustomize, and says where they do not agree.
 *
 *   npm run kustomize-repos -- [--json file] [--kustomize binary] [--unrestricted] <folder>…
 *
 * `--unrestricted`: files outside the folder of their kustomization may be read, as `--load-restrictor LoadRestrictionsNone` says.
 * Neither gets a network, Helm or a program: kustomizations that need one fail in both, and are counted as what they need. Both run on the same machine, one build
 * after the other: kustomize-ts in this process, with a cache for each folder, kustomize in a process for each build. Ends with 1 when they do not agree.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createCache } from 'kustomize-ts';
import { diskFiles } from 'kustomize-ts/node';
import { compare } from './compare.ts';
import { kustomizationsBelow } from './find.ts';
import { agrees, listOf, type Report, tableOf } from './report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    kustomize: { type: 'string' },
    unrestricted: { type: 'boolean', default: false },
  },
});
const binary = values.kustomize ?? join(import.meta.dirname, '../../../.cache/bin/kustomize');
if (!existsSync(binary) || positionals.length === 0) {
  process.stderr.write(
    'usage: npm run kustomize-repos -- [--json file] [--kustomize binary] [--unrestricted] <folder>…\n  hint: npm run kustomize builds the binary\n',
  );
  process.exit(2);
}

const reports: Report[] = [];
for (const folder of positionals) {
  const [files, cache] = [diskFiles('/'), createCache()];
  const comparisons = kustomizationsBelow(resolve(folder)).map((place) =>
    compare(place, {
      binary,
      files,
      cache,
      loadRestrictor: values.unrestricted ? 'LoadRestrictionsNone' : 'LoadRestrictionsRootOnly',
    }),
  );
  const report = { name: basename(resolve(folder)), comparisons };
  process.stdout.write(listOf(report));
  reports.push(report);
}
process.stdout.write(`\n${tableOf(reports)}`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(reports, undefined, 1)}\n`);
process.exitCode = reports.every((report) => agrees(report)) ? 0 : 1;
