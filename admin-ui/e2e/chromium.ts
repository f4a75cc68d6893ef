import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserServer, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The machine's own browser. A machine without one fails these tests: they are never skipped in silence. */
export function serveChromium(): Promise<BrowserServer> {
  return chromium.launchServer({ executablePath: chromiumOnThePath(), args: FLAGS, headless: true });
}

/** The one that `serveChromium` started. */
export function connectChromium(endpoint: string): Promise<Browser> {
  return chromium.connect(endpoint);
}

function chromiumOnThePath(): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
  if (!found) {
    throw new Error(
      `The browser tests need Chromium: none of ${NAMES.join(', ')} is on the PATH. Install it, for example with ` +
        '"apt-get install -y chromium", and run "npm run e2e" again.',
    );
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
