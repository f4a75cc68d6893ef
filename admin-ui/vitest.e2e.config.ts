import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    environment: 'node',
    globalSetup: ['e2e/global.ts'],
    reporters: ['verbose', './src/test/proof-reporter.ts'],
    fileParallelism: false,
    // Limits only tell late from never: the machine may do other things as well.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
