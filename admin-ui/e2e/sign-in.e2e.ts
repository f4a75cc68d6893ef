import { expect, test } from 'vitest';
import { assertWhole, kit, picture, signIn } from './kit';

const { server, newPage } = kit();

test('the one-time link leaves no token in the address bar, and works once', async () => {
  const link = await server.link();
  const { page, complaints } = await newPage();
  const other = await newPage();

  await page.goto(link);
  await page.getByText('Live', { exact: true }).waitFor();
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

test('the page to sign in has no fault of accessibility and fits', async () => {
  const { page, complaints } = await newPage();
  await page.goto(server.origin);
  await page.getByRole('heading', { name: 'Sign in to Sluice' }).waitFor();
  // Nobody is signed in: the browser tells of the refusal, and that is as it should be.
  complaints.length = 0;

  await assertWhole(page);
  await picture(page, 'sign-in');
});
