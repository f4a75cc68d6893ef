import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page, Response } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { connectChromium } from './chromium';
import { repeatInPages } from './slow-store';
import { SluiceClient } from './sluice-client';

const PICTURES = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'pictures');
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const SCHEMES = ['light', 'dark'] as const;
/** The browser tells of each answer of a store that was too slow, though it is asked again. */
const STORE_TOO_SLOW = 'responded with a status of 503';

/** What every browser test begins with. */
export interface Kit {
  /** The server that all files share: a test that stops it has one of its own. */
  server: SluiceClient;
  browser(): Browser;
  newPage(options?: BrowserContextOptions): Promise<Opened>;
}

export interface Opened {
  page: Page;
  /** What the console complained of, and what was thrown, since the page was opened. */
  complaints: string[];
}

const complaintsOf = new WeakMap<Page, string[]>();

/** For the top level of a file: connects before its first test, and closes what each test opened. */
export function kit(): Kit {
  const { origin, token } = inject('sluice');
  let browser: Browser;
  beforeAll(async () => {
    browser = await connectChromium(inject('browser'));
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(() => browser?.close());
  return {
    server: new SluiceClient(origin, token),
    browser: () => browser,
    async newPage(options = {}) {
      const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', ...options });
      await repeatInPages(context);
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const complaints: string[] = [];
      page.on('console', (message) => {
        const isComplaint = message.type() === 'error' || message.type() === 'warning';
        if (isComplaint && !message.text().includes(STORE_TOO_SLOW)) {
          complaints.push(message.text());
        }
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      complaintsOf.set(page, complaints);
      return { page, complaints };
    },
  };
}

/**
 * Signs in by a one-time link, on this page of the admin UI, and waits until it follows the server. Gives the link, which is used up.
 * One that the store took too long to use up may be gone although nobody is in: only then there is another.
 */
export async function signIn(page: Page, server: Pick<SluiceClient, 'link' | 'origin'>, path = '/'): Promise<string> {
  const live = page.getByText('Live', { exact: true });
  const refused = page.getByText('This link does not open the door');
  const complaints = complaintsOf.get(page) ?? [];
  const before = complaints.length;
  let unsure = false;
  const note = (answer: Response) => {
    const begins = answer.request().method() === 'POST' && answer.url() === `${server.origin}/api/v1/session`;
    unsure ||= begins && answer.status() === 503;
  };
  page.on('response', note);
  for (;;) {
    const link = await server.link();
    await page.goto(`${server.origin}${path}${new URL(link).hash}`);
    await live.or(refused).first().waitFor();
    if (!(await refused.isVisible())) {
      page.off('response', note);
      return link;
    }
    expect(unsure, 'the link is refused though the store was quick enough').toBe(true);
    unsure = false;
    complaints.length = before;
    // Else the next link would only be another fragment of the same page, with the refusal still on it.
    await page.goto('about:blank');
  }
}

/** What axe finds fault with. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** Both themes without a fault of accessibility; on a phone nothing sticks out or is cut; the console is silent. */
export async function assertWhole(page: Page): Promise<void> {
  const before = page.viewportSize() ?? WIDE;
  const found: string[] = [];
  for (const colorScheme of SCHEMES) {
    await inScheme(page, colorScheme);
    found.push(...(await faultsOf(page)).map((fault) => `${colorScheme}: ${fault}`));
  }
  await page.setViewportSize(PHONE);
  found.push(...(await faultsOf(page)).map((fault) => `${PHONE.width} px: ${fault}`));
  found.push(...(await misfitsOf(page)).map((misfit) => `${PHONE.width} px: ${misfit}`));
  await page.setViewportSize(before);
  found.push(...(await misfitsOf(page)).map((misfit) => `${before.width} px: ${misfit}`));

  expect(found).toEqual([]);
  expect(complaintsOf.get(page) ?? []).toEqual([]);
}

/** The page in this theme, past the last transition of its colours: halfway between two themes nothing has contrast. */
async function inScheme(page: Page, colorScheme: (typeof SCHEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.waitForFunction(
    (scheme) => (document.documentElement.dataset.mantineColorScheme ?? scheme) === scheme,
    colorScheme,
  );
  await page.evaluate(async () => {
    // Transitions begin with the frame that has the new colours.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const ending = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.all(ending.map((one) => one.finished.catch(() => {})));
  });
}

/** What sticks out of the page at the side, and text that is cut off without a way to read the rest of it. */
async function misfitsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) {
      found.push(`the page is ${document.documentElement.scrollWidth} px wide, the window ${width}`);
    }
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const style = getComputedStyle(element);
      const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
      const ownText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      const spoken = element.clientWidth <= 1 || element.closest('svg, [aria-hidden="true"]') !== null;
      if (hides && ownText && !spoken && !element.title && element.scrollWidth > element.clientWidth + 1) {
        found.push(`cut off: ${element.textContent?.trim().slice(0, 60)}`);
      }
    }
    return found;
  });
}

/** Writes docs/pictures/{name}-{1440,390}-{light,dark}.png, if PICTURES is set: pictures are made on purpose. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.PICTURES) {
    return;
  }
  mkdirSync(PICTURES, { recursive: true });
  for (const viewport of [WIDE, PHONE]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of SCHEMES) {
      await inScheme(page, colorScheme);
      await page.screenshot({ path: join(PICTURES, `${name}-${viewport.width}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize(WIDE);
}
