import { expect, test } from 'vitest';
import { faultOf, randomInput, seeds } from './fuzz/attempt.ts';

// A short run of `npm run long:fuzz`; another seed each day, FLEETWRIGHT_SEED names one.

const inputs = 5000;
const seed = Number(process.env['FLEETWRIGHT_SEED'] ?? Math.floor(Date.now() / 86_400_000));

test(`${inputs} mutated inputs of seed ${seed} are built or refused`, () => {
  const builds = seeds();
  const faults: string[] = [];
  for (let index = 0; index < inputs; index += 1) {
    const fault = faultOf(randomInput(builds, seed, index), 60);
    if (fault !== undefined) faults.push(`npm run long:fuzz -- --seed ${seed} --only ${index}: ${fault}`);
  }
  expect(faults).toEqual([]);
});
