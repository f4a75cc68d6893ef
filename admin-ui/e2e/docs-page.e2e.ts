import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { faultsOf, kit } from './kit';

const { server, newPage } = kit();

async function open(options: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }> {
  const { page, complaints } = await newPage(options);
  page.on('request', (request) => request.url().startsWith(server.origin) || complaints.push(request.url()));
  await page.goto(`${server.origin}/docs`);
  await page.getByRole('status').getByText('operations').waitFor();
  return { page, complaints };
}

describe('the page about the REST API', () => {
  test.each([
    ['on a wide screen', { viewport: { width: 1280, height: 900 } }],
    ['on a telephone', { viewport: { width: 390, height: 844 } }],
    ['in the dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }],
  ])('%s shows every operation, and axe finds no fault', async (_, options) => {
    const { page, complaints } = await open(options);
    const described = (await (await fetch(`${server.origin}/openapi.json`)).json()) as { paths: object };
    const operations = Object.values(described.paths).flatMap((methods) => Object.keys(methods));
    const percentage = page.locator('#setPercentage');

    await percentage.locator('summary').click();

    await percentage.getByText('permission release').waitFor();
    await percentage.getByText('If-Match', { exact: true }).waitFor();
    await percentage.getByText('"percentage": 12.5').waitFor();
    expect(await page.locator('main details:not([id^=schema-])').count()).toBe(operations.length);
    expect(await faultsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('finds by words, and a link to a schema opens it', async () => {
    const { page } = await open({});

    await page.getByLabel('Find').fill('put percentage');
    await page.getByRole('status').getByText('1 operations').waitFor();
    await page.locator('#setPercentage summary').click();
    await page.getByLabel('Find').fill('');
    await page.locator('#setPercentage').getByRole('link', { name: 'PercentageBody' }).first().click();

    await page.locator('#schema-PercentageBody[open]').getByText('Enable the flag too.').waitFor();
  });
});
