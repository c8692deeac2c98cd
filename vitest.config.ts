import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['development', 'module', 'node'] } },
  test: {
    include: ['{libs,tools}/*/{src,test}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/*.slow.test.ts'],
    // Idle, no test and no hook takes 10 s; a loaded machine may take ten times as long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Most of the time goes into commands that tests start, so that a worker for every core of a small machine pays.
    maxWorkers: 2,
  },
});
