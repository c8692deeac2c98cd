import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** Tests that clone the repository and run whole tools in it: minutes, not seconds. `.ci/run` runs them. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['{libs,tools}/*/{src,test}/**/*.slow.test.ts'], exclude: [], testTimeout: 300_000 },
});
