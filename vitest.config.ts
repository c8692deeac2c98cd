import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['development', 'module', 'node'] } },
  test: {
    include: ['{libs,tools}/*/{src,test}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/*.slow.test.ts'],
    testTimeout: 30_000,
    // Most of the time goes into commands that tests start, so that a worker for every core of a small machine pays.
    maxWorkers: 2,
  },
});
