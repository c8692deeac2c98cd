import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sequences } from './model/commands.ts';
import { grow, type Real, realFleet } from './model/real.ts';
import { beginning } from './model/steps.ts';

/*
 * A fleet in a real git work tree, and people who do things to it in any order: they edit, render, commit, promote, hold, freeze, roll
 * back, pin, move clusters, split stages, retire, edit by hand, and are killed. After each step what PROMOTION.md promises is looked for.
 * Three minutes; `npm run long:model` takes half an hour, MODEL_SECONDS what it says. MODEL_SEED,
 * MODEL_PATH and MODEL_REPLAY (the replayPath that is printed) repeat a failure.
 */
const isLong = process.env['npm_lifecycle_event'] === 'long:model';
const seconds = Number(process.env['MODEL_SECONDS'] ?? (isLong ? 1800 : 180));
const seed = Number(process.env['MODEL_SEED'] ?? Date.now() % 2 ** 31);
const path = process.env['MODEL_PATH'];
const replay = process.env['MODEL_REPLAY'];

vi.mock(import('@fleetwright/workspace'), async (original) => {
  const workspace = await original();
  const { loadOnce } = await import('./model/load-once.ts');
  return { ...workspace, loadDefinitions: loadOnce(workspace.loadDefinitions) };
});

let real: Real;
beforeAll(async () => {
  real = await realFleet();
  await grow(real);
}, 300_000);
afterAll(() => real[Symbol.dispose]());

it(
  'whatever people do, stages hold releases, what is derived is true, and what is refused changes nothing',
  async () => {
    let runs = 0;
    const details = await fc.check(
      fc.asyncProperty(sequences(30, replay), async (steps) => {
        runs += 1;
        real.again('grown');
        const model = beginning(real);
        await fc.asyncModelRun(() => ({ model, real }), steps);
      }),
      {
        seed,
        numRuns: 10_000,
        plugins: [fc.interruptAfterTimeLimit(seconds * 1000)],
        ...(path !== undefined && { path }),
        endOnFailure: path !== undefined,
      },
    );
    const counts = [...real.ran].sort(([a], [b]) => (a < b ? -1 : 1));
    const commands = counts.map(([, count]) => count).reduce((sum, count) => sum + count, 0);
    console.log(`model: seed ${seed}, ${runs} sequences, ${commands} commands:`);
    console.log(counts.map(([name, count]) => `${name} ×${count}`).join(', '));
    const what = details.failed ? `${String(details.errorInstance)}\n${fc.defaultReportMessage(details)}` : '';
    expect(what).toBe('');
  },
  seconds * 4000 + 60_000,
);
