import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { faultOf, randomInput, seeds } from './attempt.ts';
import { writeInput } from './corpus.ts';

const usage = `usage: npm run long:fuzz -- [flags]

Builds mutated inputs: no crash, no hang, no changed prototype. Writes inputs that are built wrong to a folder, one of each kind of fault; small ones
belong into test/corpus. An input that never ends is the one after the last that was said: --only builds it alone. Ends with 1 when there
is a fault.

  --inputs <n>      how many (default: 1000000)
  --seed <n>        of the random numbers (default: 1)
  --from <n>        the number of the first input (default: 0)
  --only <n>        this input alone
  --folder <path>   where inputs go (default: .cache/fuzz)
`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    folder: { type: 'string', default: '.cache/fuzz' },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const folder = resolve(values.folder);
mkdirSync(folder, { recursive: true });
const builds = seeds();
const seed = Number(values.seed);
const first = Number(values.only ?? values.from);
const end = values.only === undefined ? first + Number(values.inputs) : first + 1;
const faults = new Map<string, number>();
const progress = join(folder, `at-${seed}`);

for (let index = first; index < end; index += 1) {
  // Read by whoever finds this process stuck.
  if (index % 100 === 0) writeFileSync(progress, String(index));
  const input = randomInput(builds, seed, index);
  const fault = faultOf(input);
  if (fault !== undefined) {
    const kind = fault.replaceAll(/\d+/g, 'N').slice(0, 200);
    faults.set(kind, (faults.get(kind) ?? 0) + 1);
    if (faults.get(kind) === 1) {
      writeInput(join(folder, `${seed}-${index}.json`), input);
      process.stdout.write(`${seed}:${index} ${fault}\n`);
    }
  }
  if ((index + 1 - first) % 10_000 === 0) process.stdout.write(`${index + 1 - first} of ${end - first}\n`);
}
for (const [kind, count] of [...faults].sort(([, a], [, b]) => b - a)) process.stdout.write(`${count} × ${kind}\n`);
process.stdout.write(`${end - first} inputs of seed ${seed}, ${faults.size} kinds of faults\n`);
process.exitCode = faults.size > 0 ? 1 : 0;
