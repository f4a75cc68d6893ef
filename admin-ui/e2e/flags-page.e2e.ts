import type { Locator, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { assertWhole, kit, signIn as signInAt } from './kit';
import { SdkInstance } from './sdk-instance';

const FLAG = '/projects/demo/flags/new-checkout/environments/production';
const { server, newPage } = kit();
let sdkKey: string;

beforeAll(async () => {
  const made = await server.call<{ key: string }>('POST', '/projects/demo/keys', {
    environment: 'production',
    kind: 'sdk',
    name: 'browser test',
  });
  sdkKey = made.key;
});

let page: Page;
let complaints: string[];

beforeEach(async () => {
  await server.call('POST', `${FLAG}/off`);
  await server.call('PUT', `${FLAG}/percentage`, { variation: 'on', percentage: 0 });
  ({ page, complaints } = await newPage());
});

async function signIn(tab: Page = page): Promise<Locator> {
  await signInAt(tab, server, '/flags');
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

test('the page has no fault of accessibility and fits, also while a percentage is typed wrongly', async () => {
  const card = await signIn();
  await card.getByRole('spinbutton').fill('25');
  await card.getByRole('button', { name: 'Discard' }).waitFor();
  await assertWhole(page);

  await card.getByRole('spinbutton').fill('12.3456');
  await card.getByRole('alert').waitFor();
  await assertWhole(page);
});
