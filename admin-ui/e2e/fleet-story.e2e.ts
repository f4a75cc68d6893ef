import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { HoldingProxy } from './holding-proxy';
import { assertWhole, kit, picture, signIn } from './kit';
import { Shop } from './shop';

/** A project of this file's own, with real shops, from the first key to its end. The tests go on from one another. */
const PROJECT = 'story-fleet';
const FLAG = `/projects/${PROJECT}/flags/new-checkout/environments/production`;
// Shops take their time to start where the machine is busy, and axe to look.
vi.setConfig({ testTimeout: 240_000 });
const { server, newPage } = kit();
const shops: Shop[] = [];
let first: Shop;

beforeAll(async () => {
  await server.call('POST', '/projects', { key: PROJECT, name: 'Fleet story' });
  await server.call('POST', `/projects/${PROJECT}/flags`, { key: 'new-checkout', type: 'boolean' });
});

afterAll(async () => {
  await Promise.all(shops.map((shop) => shop.discard()));
});

function shop(name: string, key: string, origin = server.origin): Shop {
  const made = new Shop(name, origin, key);
  shops.push(made);
  return made;
}

async function open(path: string): Promise<Page> {
  const { page } = await newPage();
  await signIn(page, server, `${path}?project=${PROJECT}`);
  return page;
}

let sdkKey: string;
let elsewhere: string;

test('connect names what is wrong with a key, and turns green when the first shop comes', async () => {
  const page = await open('/connect');
  await page.getByLabel('Its name').fill('shop');
  await page.getByText('Waiting for the first call to production').waitFor();
  await page.getByRole('button', { name: 'Make an SDK key' }).click();
  sdkKey = await page.getByRole('textbox', { name: 'The SDK key of production' }).inputValue();
  await page.getByText(`export SLUICE_SDK_KEY=${sdkKey}`).waitFor();
  const made = await server.call<{ key: string }>('POST', `/projects/${PROJECT}/keys`, {
    environment: 'development',
    name: 'laptops',
  });
  elsewhere = made.key;

  const wrong = shop('wrong', sdkKey.slice(0, -1));
  const strayed = shop('strayed', elsewhere);
  await Promise.all([wrong.start(), strayed.start()]);
  await page.getByText('shop/2 at 127.0.0.1 was not let in').waitFor();
  await page.getByText(/Its key is not whole/).waitFor();
  await page.getByText('shop/2 connected to development, not to production').waitFor();
  await assertWhole(page);
  await picture(page, 'connect-refused');
  await Promise.all([wrong.kill(), strayed.kill()]);

  first = shop('first', sdkKey);
  await first.start();
  await page.getByText('shop/2 is connected to production').waitFor();
  await picture(page, 'connect');
});

test('connect names a proxy that holds events back: the shop works, and polls', async () => {
  const page = await open('/connect');
  await page.getByText('1 instance follows it already').waitFor();
  // Where no other test counts: one whose goodbye is late counts as lost for ten minutes.
  await Promise.all([
    page.waitForResponse(/\/environments\/development\/fleet/),
    page.goto(`${server.origin}/connect?project=${PROJECT}&env=development`),
  ]);
  await page.getByText('Waiting for the first call to development').waitFor();
  const proxy = new HoldingProxy(server.origin);
  const behind = shop('behind', elsewhere, await proxy.start());

  await behind.start();
  await page.getByText('shop/2 heard nothing').waitFor();
  await page.getByText(/proxy_buffering off/).waitFor();
  await page.getByText(/^It polls every 15 seconds/).waitFor();
  expect(await behind.checkoutOf('shopper-0')).toBe('old');

  await behind.discard();
  await proxy.stop();
});

test('fleet names the shop that is frozen and the one that was killed', async () => {
  const [frozen, killed] = [shop('frozen', sdkKey), shop('killed', sdkKey)];
  await Promise.all([frozen.start(), killed.start()]);
  const page = await open('/fleet');
  await page.getByRole('heading', { name: '3 instances follow production' }).waitFor();
  await page.getByText('3 of 3 have what this node serves.').waitFor();

  frozen.freeze();
  await server.call('POST', `${FLAG}/on`);
  // Others may not have acknowledged it yet either.
  await page.getByText('1 revision behind', { exact: true }).first().waitFor();
  await killed.kill();
  await page.getByText(/^lost at revision \d+$/).waitFor();
  await page.getByText('1 of 3 have what this node serves.').waitFor();
  await picture(page, 'fleet');
  await page.getByRole('button', { name: /Lost/ }).press('Enter');
  await page.getByText(/it may be running on old rules/).waitFor();
  expect(await page.getByRole('row', { name: /shop\/2 / }).count()).toBe(1);
  await page.getByRole('button', { name: /All/ }).press('Enter');

  frozen.thaw();
  await page.getByText('2 of 3 have what this node serves.').waitFor();
});

test('why? explains a decision, and whom a list says to be in is who meets it in the shop', async () => {
  await server.call('PUT', `${FLAG}/percentage`, { variation: 'on', percentage: 25 });
  const shoppers = Array.from({ length: 60 }, (_, index) => `shopper-${index}`);
  const page = await open('/why');

  await page.getByLabel('A list of contexts').setInputFiles({
    name: 'shoppers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`targetingKey\n${shoppers.join('\n')}\n`),
  });
  await page.getByText('60 contexts decided').waitFor();
  await page.getByRole('radiogroup', { name: 'Whom to list' }).getByText('on', { exact: true }).click();
  const rows = page.getByRole('table', { name: 'Who gets on' }).getByRole('row');
  const keys = await rows.locator('td:nth-child(2)').allInnerTexts();

  expect(keys.length).toBeGreaterThan(5);
  const whoMeetsIt = async () => {
    const met = await Promise.all(shoppers.map((shopper) => first.checkoutOf(shopper)));
    return shoppers.filter((_, index) => met[index] === 'new');
  };
  await expect.poll(whoMeetsIt).toEqual(keys);

  await page.getByLabel('Targeting key', { exact: true }).fill(keys[0] ?? '');
  await page.getByRole('button', { name: 'What do they get?' }).click();
  await page.getByRole('button', { name: /^new-checkout/ }).press('Enter');
  await page.getByText(/^Split by targetingKey = "shopper-\d+" with salt new-checkout: bucket \d+ of 100000/).waitFor();
  await page.getByText('Decided here.').waitFor();
  await assertWhole(page);
  await picture(page, 'why');
});

test('a key is rotated and revoked: the old one says who still comes with it, and its shop is cut off', async () => {
  const page = await open('/access');
  const old = page.getByRole('row').filter({ hasText: 'production' }).first();
  await old.getByText('by shop/2').waitFor();
  await picture(page, 'access');

  await page.getByRole('button', { name: 'Rotate shop' }).click();
  await page.getByRole('button', { name: 'Make the new key' }).click();
  const fresh = await page.getByRole('textbox', { name: 'The new key of production' }).inputValue();
  await page.getByRole('button', { name: 'I have put it away' }).click();
  await page.getByText(/^ends/).waitFor();
  const next = shop('next', fresh);
  await next.start();
  const checkout = await first.checkoutOf('shopper-0');
  await expect.poll(() => next.checkoutOf('shopper-0')).toBe(checkout);

  const ending = page.getByRole('row').filter({ hasText: 'ends' });
  await ending.getByRole('button', { name: 'Revoke shop' }).click();
  await page
    .getByRole('dialog', { name: 'Revoke shop?' })
    .getByText(/Last used by shop\/2/)
    .waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke shop' }).click();
  await page.getByText('shop is revoked; its streams are cut on every node.').waitFor();

  await page.goto(`${server.origin}/fleet?project=${PROJECT}`);
  await page.getByRole('heading', { name: '1 instance follows production' }).waitFor();
  expect(await next.checkoutOf('shopper-0')).toBe(await first.checkoutOf('shopper-0'));
});

test('a segment is made, filled by hand and from a file, and given a rule', async () => {
  const page = await open('/segments');
  await page.getByRole('button', { name: 'Make a segment' }).click();
  await page.getByLabel(/^Key/).fill('staff');
  await page.getByRole('button', { name: 'Make the segment' }).click();
  await page.getByRole('heading', { level: 2, name: 'staff' }).waitFor();

  await page.getByLabel('Add keys').fill('ada, grace');
  await page.getByRole('button', { name: 'Add them' }).click();
  await page.getByRole('radiogroup', { name: 'Which list' }).getByText('Included (2)').waitFor();
  await page.getByLabel('A file of keys').setInputFiles({
    name: 'more.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`key\n${Array.from({ length: 40 }, (_, index) => `u${index}`).join('\n')}\n`),
  });
  await page.getByRole('radiogroup', { name: 'Which list' }).getByText('Included (42)').waitFor();

  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByLabel('Attribute of Condition 1 of rule rule-1').fill('email');
  await page.getByLabel('Operator of Condition 1 of rule rule-1').selectOption({ value: 'endsWith' });
  await page.getByLabel('Values of Condition 1 of rule rule-1').fill('@shop.example');
  await page.getByLabel('Values of Condition 1 of rule rule-1').press('Enter');
  await page.getByRole('button', { name: 'Save the rules' }).click();
  await expect
    .poll(() => server.call(`GET`, `/projects/${PROJECT}/environments/production/segments/staff`))
    .toMatchObject({
      rules: [{ id: 'rule-1', when: [{ attribute: 'email', op: 'endsWith', values: ['@shop.example'] }] }],
    });
});
