import { existsSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createCache } from 'kustomize-ts';
import { diskFiles } from 'kustomize-ts/node';
import { compare } from './compare.ts';
import { kustomizationsBelow } from './find.ts';
import { agrees, listOf, type Report, tableOf } from './report.ts';

const usage = `usage: npm run kustomize-repos -- [flags] <folder>...

Builds every kustomization below the folders with kustomize-ts and with kustomize, and says where they do not agree. Neither gets
a network, Helm or a program: kustomizations that need one fail in both, and are counted as what they need. Both run on this machine, one
build after the other: kustomize-ts in this process, with a cache for each folder, kustomize in a process for each build.

  --json <file>        write everything there, as JSON
  --kustomize <file>   the binary (default: .cache/bin/kustomize, which npm run kustomize builds)
  --unrestricted       files outside the folder of their kustomization may be read
  --help               print this

Ends with 1 when they do not agree.
`;

const options = {
  json: { type: 'string' },
  kustomize: { type: 'string' },
  unrestricted: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const { values, positionals } = parse();
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const binary = values.kustomize ?? join(import.meta.dirname, '../../../.cache/bin/kustomize');
if (!existsSync(binary)) stop(`there is no ${binary}: npm run kustomize builds it, or name another with --kustomize`);
if (positionals.length === 0) stop('name a folder');
for (const folder of positionals) if (!existsSync(folder)) stop(`there is no folder ${folder}`);

const reports: Report[] = [];
for (const folder of positionals) {
  const [files, cache] = [diskFiles('/'), createCache()];
  const places = kustomizationsBelow(resolve(folder));
  const comparisons = places.map((place, index) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${basename(folder)}: ${index + 1} of ${places.length}\u001b[K`);
    return compare(place, {
      binary,
      files,
      cache,
      loadRestrictor: values.unrestricted ? 'LoadRestrictionsNone' : 'LoadRestrictionsRootOnly',
    });
  });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  const report = { name: basename(resolve(folder)), comparisons };
  process.stdout.write(listOf(report));
  reports.push(report);
}
process.stdout.write(`\n${tableOf(reports)}`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(reports, undefined, 1)}\n`);
process.exitCode = reports.every((report) => agrees(report)) ? 0 : 1;

function parse() {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (problem) {
    return stop(problem instanceof Error ? problem.message : String(problem));
  }
}

function stop(words: string): never {
  process.stderr.write(`error: ${words}\n\n${usage}`);
  process.exit(64);
}
