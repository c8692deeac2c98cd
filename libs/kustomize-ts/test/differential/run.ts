import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findProgram, startOracle } from '../oracle.ts';
import { agreements, compare } from './compare.ts';
import { randomBuild } from './random-build.ts';
import { record } from './record.ts';
import { shrink } from './shrink.ts';
import { reportOf, tally } from './tally.ts';

const usage = `usage: npm run long:differential -- [flags]

Compares kustomize-ts with kustomize 5.8.1 on random kustomizations; needs \`npm run kustomize\`. Prints the counts by verdict and class, and
writes up to five shrunk examples of each class to a folder outside git. Ends with 1 when there is a difference.

  --cases <n>       how many (default: 20000)
  --seed <n>        of the random numbers (default: 1)
  --from <n>        the number of the first case (default: 0)
  --only <n>        this case alone
  --lazy            kustomize builds once where the two agree, and not three times
  --shrink <n>      builds that making an example smaller may take (default: 400)
  --folder <path>   where examples go (default: .cache/differential)
`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    lazy: { type: 'boolean', default: false },
    shrink: { type: 'string', default: '400' },
    folder: { type: 'string', default: '.cache/differential' },
  },
});

if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
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
  const found = await compare(build, oracle, { lazy: values.lazy });
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
