import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { kit, picture, signIn } from './kit';
import { Shop } from './shop';

/** The first hour of somebody who has just installed Sluice, as docs/first-hour.md tells it: one story, in one page. */
const PROJECT = 'first-hour';
const IN = `?project=${PROJECT}`;
/** Blocks of large access providers. */
const GERMAN = '91.0.0.';
const FRENCH = '86.200.0.';
const SHOPPERS = 100;
const { server, newPage } = kit();
let shop: Shop | undefined;

afterAll(() => shop?.discard());

/** How many of so many shoppers with such addresses meet the new checkout. */
async function meetTheNew(shoppers: number, addresses: string): Promise<number> {
  const met: (string | null | undefined)[] = [];
  for (let n = 1; n <= shoppers; n++) {
    met.push(await shop?.checkoutOf(`shopper-${n}`, `${addresses}${n}`));
  }
  return met.filter((checkout) => checkout === 'new').length;
}

async function save(page: Page, comment: string): Promise<void> {
  await page.getByRole('button', { name: 'Review and save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save new-checkout in production' });
  await dialog.getByLabel('Why').fill(comment);
  await dialog.getByRole('button', { name: 'Save in production' }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('from the first link to the first ramp, to who is in, and back', async () => {
  await server.call('POST', '/projects', { key: PROJECT, name: 'First hour' });
  const { page, complaints } = await newPage();

  await signIn(page, server, `/connect${IN}`);
  await page.getByLabel('Its name').fill('shop');
  await page.getByRole('button', { name: 'Make an SDK key' }).click();
  const key = await page.getByRole('textbox', { name: 'The SDK key of production' }).inputValue();
  shop = new Shop('first-hour', server.origin, key);
  await shop.start();
  await page.getByText('shop/2 is connected to production').waitFor();
  expect(await meetTheNew(20, GERMAN)).toBe(0);

  await page.getByRole('link', { name: 'Flags', exact: true }).click();
  await page.getByRole('button', { name: 'New flag' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New flag' });
  await dialog.getByLabel(/^Key/).fill('new-checkout');
  await dialog.getByRole('button', { name: 'Create new-checkout' }).click();
  await page.getByRole('heading', { level: 1, name: 'new-checkout' }).waitFor();

  await page.getByRole('button', { name: 'Add a rule' }).click();
  const rule = page.getByRole('article').filter({ has: page.getByText('rule-1', { exact: true }) });
  await rule.getByLabel('Attribute of condition 1 of rule rule-1').fill('geo.country');
  const values = rule.getByLabel('Values of condition 1 of rule rule-1', { exact: true });
  await values.fill('Germany');
  await values.press('Enter');
  await rule.getByText('Percentages', { exact: true }).click();
  await rule.getByRole('spinbutton', { name: 'Percentage of on for rule rule-1' }).fill('25');
  await page.getByLabel('Variation for everyone else').selectOption('off');
  await save(page, 'a quarter of Germany');
  await page.getByRole('switch', { name: 'new-checkout in production' }).press('Space');
  await page.getByRole('button', { name: 'Enable in production' }).click();
  await page.getByText('Enabled', { exact: true }).waitFor();
  await expect.poll(() => meetTheNew(SHOPPERS, GERMAN)).toBeGreaterThan(0);
  await page.evaluate(() => window.scrollTo(0, 0));
  await picture(page, 'first-ramp');

  const share = await meetTheNew(SHOPPERS, GERMAN);
  expect(share).toBeGreaterThan(5);
  expect(share).toBeLessThan(50);
  expect(await meetTheNew(20, FRENCH)).toBe(0);

  await page.getByRole('link', { name: 'Why?', exact: true }).click();
  const rows = Array.from({ length: SHOPPERS }, (_, n) => `shopper-${n + 1},${GERMAN}${n + 1}`);
  await page.getByLabel('A list of contexts').setInputFiles({
    name: 'shoppers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`targetingKey,ip\n${rows.join('\n')}\n`),
  });
  await page.getByText(`${SHOPPERS} contexts decided`).waitFor();
  await page.getByRole('radiogroup', { name: 'Whom to list' }).getByText('on', { exact: true }).click();
  expect(await page.getByRole('table', { name: 'Who gets on' }).locator('td:nth-child(2)').count()).toBe(share);
  await picture(page, 'who-is-in');

  await page.getByRole('button', { name: 'Off…' }).click();
  await page.getByRole('button', { name: 'Switch new-checkout off in production' }).click();
  await page.getByRole('button', { name: 'new-checkout is off' }).waitFor();
  await page
    .getByText(/^In force on 1 of 1 instance/)
    .first()
    .waitFor();
  await expect.poll(() => meetTheNew(20, GERMAN)).toBe(0);
  expect(complaints).toEqual([]);
});
