import { afterAll, beforeAll, expect, test } from 'vitest';
import { kit, signIn } from './kit';
import { SluiceServer } from './sluice-server';

const FLAG = '/projects/demo/flags/new-checkout/environments/production';
const { newPage } = kit();
const server = new SluiceServer();

beforeAll(async () => {
  await server.start();
  await server.settle();
});
afterAll(() => server.discard());

test('the server may be stopped and started again: the page says so, comes back and has what was missed', async () => {
  const { page } = await newPage();
  await signIn(page, server, '/flags');

  await server.stop();
  await page.getByText(/The server has been away since/).waitFor();
  await server.start();
  await server.settle();
  await server.call('PUT', `${FLAG}/percentage`, { variation: 'on', percentage: 41, enable: true });
  await page.getByText('Live', { exact: true }).waitFor();

  await page.getByText(/41 %/).first().waitFor();
  expect(await page.getByText(/The server has been away since/).count()).toBe(0);
});
