import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from './chromium';
import { SdkInstance } from './sdk-instance';
import { SluiceServer } from './sluice-server';

const FLAG = '/projects/demo/flags/new-checkout/environments/production';
const server = new SluiceServer();
let browser: Browser;
let sdkKey: string;

beforeAll(async () => {
  browser = await launchChromium();
  await server.start();
  const made = await server.call<{ key: string }>('POST', '/projects/demo/keys', {
    environment: 'production',
    kind: 'sdk',
    name: 'browser test',
  });
  sdkKey = made.key;
});

afterAll(async () => {
  await browser?.close();
  await server.discard();
});

let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeEach(async () => {
  await server.call('POST', `${FLAG}/off`);
  await server.call('PUT', `${FLAG}/percentage`, { variation: 'on', percentage: 0 });
  ({ context, page, complaints } = await newPage({}));
});

afterEach(async () => {
  await context?.close();
});

async function newPage(options: Parameters<Browser['newContext']>[0]) {
  const fresh = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const tab = await fresh.newPage();
  tab.setDefaultTimeout(15_000);
  const heard: string[] = [];
  tab.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      heard.push(message.text());
    }
  });
  tab.on('pageerror', (error) => heard.push(String(error)));
  return { context: fresh, page: tab, complaints: heard };
}

/** Signs in by a one-time link and waits until the page is live. */
async function signIn(tab: Page = page): Promise<Locator> {
  await tab.goto(await server.link());
  await tab.getByText('Live', { exact: true }).waitFor();
  return cardOf(tab);
}

function cardOf(tab: Page): Locator {
  return tab.getByRole('article', { name: /^new-checkout/ });
}

async function sees(card: Locator, text: string | RegExp): Promise<void> {
  await card.getByText(text).first().waitFor();
}

/** The field follows the flag's targeting, which the page reads apart from the list: it may come a moment later. */
async function fieldShows(card: Locator, percentage: string): Promise<void> {
  await expect.poll(() => card.getByRole('spinbutton').inputValue(), { timeout: 10_000 }).toBe(percentage);
}

/** What axe finds fault with. */
async function faultsOf(tab: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: tab }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

describe('signing in', () => {
  test('by the one-time link leaves no token in the address bar, and the link works once', async () => {
    const link = await server.link();

    await page.goto(link);
    await cardOf(page).waitFor();
    const other = await newPage({});
    await other.page.goto(link);

    expect(page.url()).toBe(`${server.origin}/`);
    await other.page.getByRole('heading', { name: 'Sign in to Sluice' }).waitFor();
    await other.page.getByRole('alert').waitFor();
    await other.context.close();
    expect(complaints).toEqual([]);
  });

  test('out ends the session, also for a reload', async () => {
    await signIn();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Sluice' }).waitFor();
    await page.reload();

    await page.getByRole('heading', { name: 'Sign in to Sluice' }).waitFor();
  });
});

describe('changing a flag', () => {
  test('by the switch: the server has it, and the sentence says so', async () => {
    const card = await signIn();
    const before = await card.locator('[aria-live]').innerText();

    await card.getByText(/^Enabling: /).waitFor();
    await card.getByRole('switch').press('Space');
    await sees(card, /^Disabling: everyone gets off/);

    expect(await card.getByRole('switch').isChecked()).toBe(true);
    expect(await card.locator('[aria-live]').innerText()).not.toBe(before);
    expect(await server.call(`GET`, FLAG)).toMatchObject({ enabled: true });
    expect(complaints).toEqual([]);
  });

  test('by the percentage, to the thousandth: the server has exactly that', async () => {
    await server.call('POST', `${FLAG}/on`);
    const card = await signIn();
    const before = await card.locator('[aria-live]').innerText();

    await card.getByRole('spinbutton').fill('12.345');
    await sees(card, '12.345 % of the line moves from off to on; nobody else moves.');
    await card.getByRole('spinbutton').press('Enter');
    await sees(card.getByRole('list'), '12.345 %');

    expect(await card.locator('[aria-live]').innerText()).not.toBe(before);
    expect(await server.call('GET', FLAG)).toMatchObject({ fallthrough: { split: { percent: { on: 12.345 } } } });
    expect(complaints).toEqual([]);
  });

  test('by the slider, with keys alone', async () => {
    const card = await signIn();

    const slider = card.getByRole('slider');
    await slider.focus();
    for (let n = 0; n < 7; n++) {
      await slider.press('ArrowRight');
    }
    await card.getByRole('button', { name: 'Apply and enable' }).press('Enter');
    await sees(card.getByRole('list'), '7 %');

    expect(await server.call('GET', FLAG)).toMatchObject({
      enabled: true,
      fallthrough: { split: { percent: { on: 7 } } },
    });
    expect(complaints).toEqual([]);
  });

  test('elsewhere, by REST, appears by itself', async () => {
    const card = await signIn();

    await server.call('PUT', `${FLAG}/percentage`, { variation: 'on', percentage: 33.3, enable: true });

    await sees(card.getByRole('list'), '33.3 %');
    await fieldShows(card, '33.3');
    expect(await card.getByRole('switch').isChecked()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('fills the ring as instances acknowledge, and the laggard has a name', async () => {
    const [quick, slow] = [
      new SdkInstance(server.origin, sdkKey, 'shop'),
      new SdkInstance(server.origin, sdkKey, 'shop'),
    ];
    await Promise.all([quick.connect(), slow.connect()]);
    const card = await signIn();
    await page.getByRole('heading', { name: '2 connected instances' }).waitFor();

    slow.lagging = true;
    await card.getByRole('switch').press('Space');
    await sees(card, /^In force on 1 of 2 instances; waiting for /);
    await slow.catchUp();
    await sees(card, /^In force on 2 of 2 instances after \d+ ms$/);

    expect(await card.getByRole('img', { name: '2 of 2 instances' }).getAttribute('data-complete')).toBe('true');
    await Promise.all([quick.close(), slow.close()]);
    expect(complaints).toEqual([]);
  });

  test('that the server refuses shows its words at the field', async () => {
    await server.call('PUT', `${FLAG}/percentage`, { variation: 'on', percentage: 10 });
    const card = await signIn();
    await page.route('**/percentage', (route) =>
      // A percentage that the page itself would never send: the words are the real server's.
      route.continue({ postData: JSON.stringify({ variation: 'on', percentage: 250 }) }),
    );

    await card.getByRole('spinbutton').fill('25');
    await card.getByRole('spinbutton').press('Enter');

    await sees(card, /250 is not allowed/);
    await fieldShows(card, '25');
    expect(await card.getByRole('spinbutton').getAttribute('aria-invalid')).toBe('true');
  });
});

describe('the page', () => {
  const looks = [
    { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
    { colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
    { colorScheme: 'light', viewport: { width: 390, height: 844 } },
    { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  ] as const;

  test.each(looks)('has no fault of accessibility and fits: $colorScheme, $viewport.width px', async (look) => {
    const { context: own, page: tab, complaints: heard } = await newPage({ ...look, reducedMotion: 'reduce' });
    const card = await signIn(tab);
    await card.getByRole('spinbutton').fill('25');
    await card.getByRole('button', { name: 'Discard' }).waitFor();

    const calm = await faultsOf(tab);
    await card.getByRole('spinbutton').fill('12.3456');
    await card.getByRole('alert').waitFor();
    const wrong = await faultsOf(tab);
    const width = await tab.evaluate(() => document.documentElement.scrollWidth);

    expect(calm).toEqual([]);
    expect(wrong).toEqual([]);
    expect(width).toBeLessThanOrEqual(look.viewport.width);
    expect(heard).toEqual([]);
    await own.close();
  });

  test.each(looks)('to sign in has no fault either: $colorScheme, $viewport.width px', async (look) => {
    const { context: own, page: tab } = await newPage({ ...look, reducedMotion: 'reduce' });
    await tab.goto(server.origin);
    await tab.getByRole('heading', { name: 'Sign in to Sluice' }).waitFor();

    const faults = await faultsOf(tab);
    const width = await tab.evaluate(() => document.documentElement.scrollWidth);

    expect(faults).toEqual([]);
    expect(width).toBeLessThanOrEqual(look.viewport.width);
    await own.close();
  });
});

describe('the server', () => {
  test('may be stopped and started again: the page says so, comes back and has what was missed', async () => {
    const card = await signIn();

    await server.stop();
    await page.getByText(/The server has been away since/).waitFor();
    await server.start();
    await server.call('PUT', `${FLAG}/percentage`, { variation: 'on', percentage: 41, enable: true });
    await page.getByText('Live', { exact: true }).waitFor();

    await sees(card.getByRole('list'), '41 %');
    expect(await page.getByText(/The server has been away since/).count()).toBe(0);
  });
});
