import fc from 'fast-check';
import { buildCase } from '../builder.ts';
import { filesOf, readCases } from '../cases.ts';
import type { Build } from '../differential/compare.ts';
import { readKept } from '../differential/kept.ts';
import { randomBuild } from '../differential/random-build.ts';
import { type Dice, diced } from '../random/dice.ts';
import { mutated } from './mutate.ts';

/** Builds that are mutated: those of cases.json, the kept ones, and random ones where there are few of them. */
export function seeds(): readonly Build[] {
  const written = [...readCases(), ...readKept()].map((one) => ({
    files: filesOf(one),
    root: one.root,
    options: one.options,
  }));
  return [...written, ...Array.from({ length: 100 }, (_, index) => randomBuild(99, index))];
}

/** The input that a seed and an index stand for: one of `from`, with one or two of its files mutated. */
export function randomInput(from: readonly Build[], seed: number, index: number): Build {
  const arbitrary = diced((dice) => mutatedBuild(dice.pick(from), dice));
  const [input] = fc.sample(arbitrary, { seed: seed * 1_000_003 + index, numRuns: 1 });
  if (input === undefined) throw new Error('nothing was generated');
  return input;
}

function mutatedBuild(build: Build, dice: Dice): Build {
  const files = new Map(build.files);
  for (let count = 1 + dice.int(2); count > 0; count -= 1) {
    const path = dice.pick([...files.keys()]);
    const content = files.get(path);
    if (typeof content === 'string') files.set(path, mutated(content, dice));
  }
  return { ...build, files };
}

const members = (): string =>
  [Object.prototype, Array.prototype, Function.prototype]
    .map((one) => Reflect.ownKeys(one).map(String).join())
    .join(';');
const before = members();

/** What is wrong with how an input was built, `undefined` when nothing is: a result or errors with codes, soon, and nothing else changed. */
export function faultOf({ files, root, options }: Build, seconds = 10): string | undefined {
  const started = performance.now();
  try {
    const outcome = buildCase(files, root, options);
    const mistake = outcome.ok ? undefined : outcome.errors.find(({ code }) => code === 'FW9999');
    if (mistake !== undefined) return `FW9999: ${mistake.message.split('\n')[0]}`;
    if (!outcome.ok && outcome.errors.length === 0) return 'no result and no error';
  } catch (thrown) {
    return `thrown: ${thrown instanceof Error ? (thrown.stack ?? thrown.message).split('\n').slice(0, 3).join(' ') : String(thrown)}`;
  }
  if (members() !== before) return 'a prototype was changed';
  const took = performance.now() - started;
  return took > seconds * 1000 ? `it took ${took.toFixed(0)} ms` : undefined;
}
