/*
 * Compares kustomize-ts with kustomize 5.8.1 on random kustomizations (needs `npm run kustomize`).
 *
 *   npm run long:differential -- [--cases 20000] [--seed 1] [--from 0] [--only 17] [--shrink 400] [--folder .cache/differential]
 *
 * Prints the counts by verdict and class, and writes up to five shrunk examples of each class to the folder, which is not in git. Ends with 1 when there
 * is a difference.
 */
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findProgram, startOracle } from '../oracle.ts';
import { agreements, compare } from './compare.ts';
import { randomBuild } from './random-build.ts';
import { record } from './record.ts';
import { shrink } from './shrink.ts';
import { reportOf, tally } from './tally.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    shrink: { type: 'string', default: '400' },
    folder: { type: 'string', default: '.cache/differential' },
  },
});

const program = findProgram('kustomize-oracle');
if (program === undefined) {
  process.stderr.write('error: there is no kustomize-oracle\n  hint: npm run kustomize\n');
  process.exit(1);
}
const folder = resolve(values.folder);
const seed = Number(values.seed);
const first = Number(values.only ?? values.from);
const end = values.only === undefined ? first + Number(values.cases) : first + 1;
rmSync(folder, { recursive: true, force: true });

const oracle = startOracle(program, 10_000);
const counts = tally();
for (let index = first; index < end; index += 1) {
  const build = randomBuild(seed, index);
  const found = await compare(build, oracle);
  counts.add(`${seed}:${index}`, found);
  const seen = counts.seen(found);
  if (!agreements.has(found.verdict) && seen <= 5) {
    const small = seen <= 2 ? await shrink(build, found, oracle, Number(values.shrink)) : build;
    const place = record(folder, `${seed}-${index}`, small, await compare(small, oracle));
    process.stdout.write(`${seed}:${index} ${found.verdict}: ${found.class}\n  ${place}\n`);
  }
  if ((index + 1 - first) % 1000 === 0) process.stdout.write(`${index + 1 - first} of ${end - first}\n`);
}
oracle.close();
process.stdout.write(reportOf(counts));
process.exitCode = counts.differences() > 0 ? 1 : 0;
