import type { TestProject } from 'vitest/node';
import { serveChromium } from './chromium';
import { SluiceServer } from './sluice-server';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser of this run listens. */
    browser: string;
    /** The server of this run, and its admin token. */
    sluice: { origin: string; token: string };
  }
}

/** One browser and one server for all files: starting them takes longer than most tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = new SluiceServer();
  const browser = await serveChromium();
  await server.start();
  await server.settle();
  project.provide('browser', browser.wsEndpoint());
  project.provide('sluice', { origin: server.origin, token: server.token });
  return async () => {
    await browser.close();
    await server.discard();
  };
}
