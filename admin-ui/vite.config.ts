import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.SLUICE_PUBLIC_URL ?? 'http://127.0.0.1:7770';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'target/classes/webroot',
    emptyOutDir: true,
    // The page is served under `default-src 'self'`: nothing may end up in a data: URL.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  server: {
    proxy: { '/api': { target: server } },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    // Two cores, and a Java build next door.
    testTimeout: 90_000,
    reporters: ['default', './src/test/proof-reporter.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    maxWorkers: 2,
  },
});
