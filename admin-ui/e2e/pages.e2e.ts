import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { navigation } from '../src/app/navigation';
import { assertWhole, kit, picture, signIn } from './kit';
import { makeScene, SCENE } from './scene';

/** What holds of every page, whatever it shows: of all that the navigation names, and of those behind them. */
const PAGES = [...navigation.map(({ to }) => to), '/flags/new-checkout', '/segments/testers', '/nowhere'];
/** The others are taken by the stories that fill them. */
const PICTURES: Readonly<Record<string, string>> = {
  '/': 'now',
  '/audit': 'audit',
  '/flags/new-checkout': 'flag',
  '/segments': 'segments',
  '/nowhere': 'no-page',
};
const { server, newPage } = kit();
let end: () => Promise<void>;

beforeAll(async () => {
  end = await makeScene(server);
});

afterAll(() => end?.());

async function open(path: string): Promise<Page> {
  const { page } = await newPage();
  await signIn(page, server, `${path}?project=${SCENE}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await settled(page);
  return page;
}

/** Nothing is being read any more. */
async function settled(page: Page): Promise<void> {
  await expect.poll(() => page.locator('.mantine-Skeleton-root').count()).toBe(0);
}

// Axe looks at each page three times.
describe.each(PAGES)('the page %s', (path) => {
  test('is whole in both themes and on a phone, and the keys reach everything on it', async () => {
    const page = await open(path);

    await assertWhole(page);
    const name = PICTURES[path];
    if (name !== undefined) {
      await picture(page, name);
    }

    expect(await unreachableByKeys(page)).toEqual([]);
  });
});

/** Goes through the page with Tab, and gives what one can click or fill in, but not come to so. */
async function unreachableByKeys(page: Page): Promise<string[]> {
  const CONTROLS = 'a[href], button, input, select, textarea, summary, [role="switch"], [role="slider"]';
  const total = await page.evaluate((controls) => {
    let n = 0;
    for (const element of document.querySelectorAll<HTMLElement>(controls)) {
      const offered = element.checkVisibility({ visibilityProperty: true }) && !element.matches(':disabled');
      // Of a group of radio buttons Tab comes to one, and the arrows to the others.
      const grouped = element instanceof HTMLInputElement && element.type === 'radio' && !element.checked;
      if (offered && !grouped && element.getAttribute('type') !== 'file' && element.tabIndex >= 0) {
        element.dataset.control = String(n++);
      }
    }
    document.addEventListener('focusin', ({ target }) => (target as HTMLElement).setAttribute('data-reached', ''));
    document.body.focus();
    return n;
  }, CONTROLS);
  for (let n = 0; n < total + 40; n++) {
    await page.keyboard.press('Tab');
  }
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-control]:not([data-reached])')].map((element) =>
      element.outerHTML.slice(0, 120),
    ),
  );
}

test('the way off and the search have no fault', async () => {
  const page = await open('/');

  await page.getByRole('button', { name: 'Off…' }).click();
  await page.getByRole('button', { name: 'Switch new-checkout off in production' }).waitFor();
  await picture(page, 'off');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('check');
  await page.getByRole('option', { name: /new-checkout/ }).waitFor();
  await picture(page, 'find');

  await page.keyboard.press('Escape');
  expect(await page.getByRole('dialog').count()).toBe(0);
});
