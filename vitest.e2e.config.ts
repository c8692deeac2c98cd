import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** Journeys through a fleet that runs, one after the other: `npm run e2e` starts the fleet and runs them. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['tools/real/journeys/**/*.journey.ts'],
    exclude: [],
    testTimeout: 300_000,
    fileParallelism: false,
    maxWorkers: 1,
    // One fleet, one connection, and the same order every time.
    isolate: false,
    sequence: { shuffle: false },
    reporters: ['verbose'],
    silent: false,
  },
});
