import { expect, test } from 'vitest';
import { assertWhole, faultsOf, kit, picture, signIn } from './kit';

const { server, newPage } = kit();

test('the one-time link leaves no token in the address bar, and works once', async () => {
  const { page, complaints } = await newPage();
  const other = await newPage();

  const link = await signIn(page, server);
  await other.page.goto(link);

  expect(page.url()).toBe(`${server.origin}/`);
  await other.page.getByRole('heading', { name: 'Sign in to Sluice' }).waitFor();
  await other.page.getByRole('alert').waitFor();
  expect(complaints).toEqual([]);
});

test('signing out ends the session, also for a reload', async () => {
  const { page } = await newPage();
  await signIn(page, server);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Sluice' }).waitFor();
  await page.reload();

  await page.getByRole('heading', { name: 'Sign in to Sluice' }).waitFor();
});

test('a session that ends leaves the draft, and a link in another tab opens the page again', async () => {
  const { page, complaints } = await newPage();
  await signIn(page, server, '/flags/new-checkout');
  const offVariation = page.getByRole('combobox', { name: 'Off variation' });
  await offVariation.selectOption({ label: 'the default of the code' });

  await page.context().clearCookies();
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  const dialog = page.getByRole('dialog', { name: 'Sign in to go on' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  // What was asked for without a session was refused: the browser tells of that, and that is as it should be.
  complaints.length = 0;
  await picture(page, 'sign-in-again');
  expect(await faultsOf(page)).toEqual([]);

  const other = await page.context().newPage();
  await signIn(other, server);

  await dialog.waitFor({ state: 'detached' });
  expect(await offVariation.inputValue()).toBe('');
});

test('who is invited sets a password, and comes in by it', async () => {
  const grants = [{ project: 'demo', environment: '*', role: 'editor' }];
  await server.call('POST', '/users', { name: 'nina', displayName: 'Nina', grants });
  const { page } = await newPage();
  await signIn(page, { origin: server.origin, link: () => server.linkOf('nina') });
  await page.getByRole('link', { name: /Set a password/ }).click();
  await page.getByRole('button', { name: 'Set a password' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set a password' });
  await dialog.getByLabel('New password').fill('correct horse battery');
  await dialog.getByLabel('The new one again').fill('correct horse battery');
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Set the password' }).click();
  await page.getByText('You sign in by name and password.').waitFor();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('nina');
  await page.locator('input[name="password"]').fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();

  await page.getByText('Live', { exact: true }).waitFor();
});

test('the page to sign in has no fault of accessibility and fits', async () => {
  const { page, complaints } = await newPage();
  await page.goto(server.origin);
  await page.getByRole('heading', { name: 'Sign in to Sluice' }).waitFor();
  // Nobody is signed in: the browser tells of the refusal, and that is as it should be.
  complaints.length = 0;

  await assertWhole(page);
  await picture(page, 'sign-in');
});
