import { expect, test } from 'vitest';
import { agreements, compare } from './differential/compare.ts';
import { isKnown } from './differential/known.ts';
import { randomBuild } from './differential/random-build.ts';
import { shrink } from './differential/shrink.ts';
import { reportOf, tally } from './differential/tally.ts';
import { findProgram, startOracle } from './oracle.ts';

// Random kustomizations, built by kustomize too. Another seed each day; FLEETWRIGHT_SEED names one.

const program = findProgram('kustomize-oracle');
if (program === undefined) process.stderr.write('skipped: no kustomize-oracle to compare with (npm run kustomize)\n');

const builds = 300;
const seed = Number(process.env['FLEETWRIGHT_SEED'] ?? Math.floor(Date.now() / 86_400_000));

test.skipIf(program === undefined)(
  `${builds} random kustomizations of seed ${seed} come out as kustomize builds them`,
  async () => {
    const oracle = startOracle(program ?? '', 10_000);
    const counts = tally();
    const different: string[] = [];
    for (let index = 0; index < builds; index += 1) {
      const build = randomBuild(seed, index);
      const found = await compare(build, oracle);
      counts.add(`${seed}:${index}`, found);
      if (agreements.has(found.verdict) || isKnown(build, found) || different.length >= 3) continue;
      const { files, root, options } = await shrink(build, found, oracle, 200);
      different.push(
        `${seed}:${index} ${found.verdict}: ${found.class}\nbuild ${root} ${JSON.stringify(options)}\n${[...files].map(([path, content]) => `--- ${path}\n${String(content)}`).join('\n')}`,
      );
    }
    oracle.close();
    process.stdout.write(
      `differential, seed ${seed}: npm run long:differential -- --seed ${seed} --cases ${builds}\n${reportOf(counts)}`,
    );
    expect(different).toEqual([]);
    // The generator is no use when kustomize refuses most of what it makes.
    expect(counts.verdicts.get('equal') ?? 0).toBeGreaterThan(builds * 0.4);
  },
);
