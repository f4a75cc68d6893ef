import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { assertWhole, kit, signIn } from './kit';
import { SdkInstance } from './sdk-instance';

/** What somebody does who was woken: what changed, take it back, switch it off, find it, see who did it. */
const PROJECT = 'night';
const FLAG = `/projects/${PROJECT}/flags/search-v2/environments/production`;
const { server, newPage } = kit();
let sdkKey: string;

beforeAll(async () => {
  await server.call('POST', '/projects', { key: PROJECT, name: 'Night' });
  for (const key of ['search-v2', 'checkout.v3']) {
    await server.call('POST', `/projects/${PROJECT}/flags`, { key, type: 'boolean' });
  }
  const made = await server.call<{ key: string }>('POST', `/projects/${PROJECT}/keys`, {
    environment: 'production',
    kind: 'sdk',
    name: 'night test',
  });
  sdkKey = made.key;
});

function at(path: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}project=${PROJECT}`;
}

async function isEnabled(): Promise<boolean> {
  return (await server.call<{ enabled: boolean }>('GET', FLAG)).enabled;
}

async function open(path: string): Promise<Page> {
  const { page } = await newPage();
  await signIn(page, server, at(path));
  return page;
}

test('the first page answers what changed in the last 30 minutes, and one click takes it back', async () => {
  await server.call('PUT', `${FLAG}/percentage`, {
    variation: 'on',
    percentage: 25,
    enable: true,
    comment: 'half past one',
  });
  const page = await open('/');
  const lately = page.getByRole('region', { name: 'What changed in the last 30 minutes' });
  await lately.getByText('“half past one”').waitFor();
  await lately.getByText(/on 0 % → 25 %/).waitFor();

  await lately.getByRole('button', { name: /^Take back: search-v2 in production/ }).click();
  await page.getByText(/^search-v2 in production is as it was before /).waitFor();

  expect(await isEnabled()).toBe(false);
  // What is new does not push what one may be about to click.
  await lately.getByRole('button', { name: /^\d+ new changes?$/ }).click();
  await lately
    .getByText(/took back a change of/)
    .first()
    .waitFor();
});

test('the marks of changes on the error rate lead to what was changed', async () => {
  await server.call('POST', `${FLAG}/on`, { comment: 'a mark' });
  const page = await open('/');

  const mark = page.getByRole('link', { name: /enabled search-v2$/ }).last();
  await mark.focus();
  await mark.press('Enter');

  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('search-v2');
});

test('errors that programs report stand under the marks, and in numbers behind them', async () => {
  await server.call('POST', `${FLAG}/off`);
  await server.call('POST', `${FLAG}/on`);
  const { version } = await server.call<{ version: number }>('GET', FLAG);
  const shop = new SdkInstance(server.origin, sdkKey, 'shop');
  await shop.connect();
  await shop.reportOutcomes('search-v2', version, 'on', 960, 40);
  const page = await open('/');

  await page.getByText(/^40 of 1,000 guarded calls of search-v2.* failed/).waitFor();
  await page.getByText('As a table').click();

  await page.getByRole('cell', { name: '4 %' }).waitFor();
  await shop.close();
});

test('a lost program has a name on the first page, and the store says how it does', async () => {
  const shop = new SdkInstance(server.origin, sdkKey, 'shop');
  await shop.connect();
  const page = await open('/');
  await page.getByText('1 of 1 up to date').waitFor();
  await page.getByText('store connected').waitFor();

  shop.lagging = true;
  await server.call('POST', `${FLAG}/${(await isEnabled()) ? 'off' : 'on'}`);

  const programs = page.getByRole('region', { name: 'Programs in production' });
  await programs.getByText(/1 revision behind/).waitFor();
  await shop.close();
});

test.each(['/', '/flags', '/audit', '/flags/checkout.v3'])('a flag is off after two clicks, from %s', async (path) => {
  await server.call('POST', `${FLAG}/on`);
  const page = await open(path);

  await page.getByRole('button', { name: 'Off…' }).click();
  await page.getByRole('button', { name: 'Switch search-v2 off in production' }).click();
  await page.getByRole('button', { name: 'search-v2 is off' }).waitFor();

  expect(await isEnabled()).toBe(false);
});

test('the way off has no fault, and the keys alone go it', async () => {
  await server.call('POST', `${FLAG}/on`);
  const page = await open('/');

  await page.getByRole('button', { name: 'Off…' }).press('Enter');
  await page.getByRole('textbox', { name: 'Find an enabled flag' }).waitFor();
  await page.keyboard.type('search');
  await assertWhole(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'search-v2 is off' }).waitFor();
  await page.keyboard.press('Escape');

  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await isEnabled()).toBe(false);
});

test('Ctrl-K finds a flag by a part of its name and goes there', async () => {
  const page = await open('/audit');

  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('v3');
  await page.getByRole('option', { name: /checkout\.v3/ }).waitFor();
  await assertWhole(page);
  await page.keyboard.press('Enter');

  await expect.poll(() => new URL(page.url()).pathname).toBe('/flags/checkout.v3');
  expect(new URL(page.url()).searchParams.get('project')).toBe(PROJECT);
});

test('the audit log finds who did it, shows what is different, restores it, and proves to be whole', async () => {
  await server.call('POST', `${FLAG}/off`, { comment: 'before the test of the log' });
  await server.call('POST', `${FLAG}/on`, { comment: 'to be restored' });
  const page = await open('/audit?flag=search-v2&action=flag.on&in=production');
  const entry = page.getByRole('listitem').filter({ hasText: 'to be restored' });
  await entry.waitFor();

  await entry.getByRole('button', { name: /^Show what entry/ }).click();
  await entry.getByText('"enabled": true').waitFor();
  await assertWhole(page);
  await entry.getByRole('button', { name: 'Restore what was before' }).click();
  await page.getByRole('button', { name: 'Restore search-v2' }).click();
  await page.getByText(/^search-v2 in production is as it was before entry/).waitFor();

  expect(await isEnabled()).toBe(false);
  await page.getByRole('button', { name: 'Verify the chain' }).click();
  await page.getByText(/^All \d+ entries/).waitFor();
  await page.getByLabel('Flag', { exact: true }).fill('checkout.v3');
  await page.getByLabel('What', { exact: true }).selectOption('');
  await page.getByLabel('Where').selectOption('');
  await page.getByRole('listitem').filter({ hasText: 'made' }).getByText('checkout.v3').waitFor();
});

test('who may not do something sees the control, and why not', async () => {
  await server.call('POST', '/users', {
    name: 'vera',
    grants: [{ project: PROJECT, environment: '*', role: 'viewer' }],
  });
  const { page } = await newPage();
  await signIn(page, { origin: server.origin, link: () => server.linkOf('vera') }, at('/'));

  const revert = page.getByRole('button', { name: /^(Take back|Back to before): search-v2/ }).first();
  expect(await revert.isDisabled()).toBe(true);
  await page
    .getByText('Needs the role editor in production; you are a viewer there.')
    .first()
    .waitFor({ state: 'attached' });
  await assertWhole(page);
});

test('an address of an environment that is not there shows no other one', async () => {
  const page = await open('/');

  await page.goto(`${server.origin}${at('/flags?env=producton')}`);

  await page.getByRole('heading', { name: `${PROJECT} has no environment producton` }).waitFor();
  await page.getByRole('link', { name: 'production' }).click();
  await page.getByRole('heading', { name: 'Flags' }).waitFor();
});
