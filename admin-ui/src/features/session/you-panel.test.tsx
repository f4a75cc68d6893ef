import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { keys } from '../../shared/keys';
import { csrf, renderInPlace } from '../../test/around';
import { SessionContext } from './session';
import { YouPanel } from './you-panel';

let asked: { body: unknown; csrf: string | null }[];

const server = setupServer(
  http.put('/api/v1/session/password', async ({ request }) => {
    const body = (await request.json()) as { current?: string; password: string };
    asked.push({ body, csrf: request.headers.get('Sluice-Csrf') });
    if (body.current === 'not this one') {
      return HttpResponse.json(
        { type: 'urn:sluice:problem:current-password', status: 403, detail: 'current: it is not the present password' },
        { status: 403, headers: { 'Content-Type': 'application/problem+json' } },
      );
    }
    return HttpResponse.json({ user: 'ana', passwordSet: true, grants: [], csrf: 'token-of-the-next-session' });
  }),
);

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  asked = [];
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const user = userEvent.setup({ delay: null });

async function open(passwordSet: boolean, act: string) {
  const { client } = renderInPlace(
    <SessionContext value={{ user: 'ana', passwordSet, csrf }}>
      <YouPanel />
    </SessionContext>,
  );
  await user.click(screen.getByRole('button', { name: act }));
  return { client, dialog: within(screen.getByRole('dialog', { name: act })) };
}

test('who came by a link sets a password, and the session goes on under its new token', async () => {
  const { client, dialog } = await open(false, 'Set a password');
  expect(dialog.queryByLabelText('Present password')).not.toBeInTheDocument();

  await user.type(dialog.getByLabelText(/^New password/), 'correct horse battery');
  await user.type(dialog.getByLabelText(/^The new one again/), 'correct horse battery');
  await user.click(dialog.getByRole('button', { name: 'Set the password' }));

  expect(await screen.findByText(/^Your password is set\./)).toBeVisible();
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  expect(asked).toEqual([{ body: { password: 'correct horse battery' }, csrf }]);
  expect(client.getQueryData(keys.session)).toMatchObject({ csrf: 'token-of-the-next-session' });
});

test('a slip of the hand is noticed before anything is sent', async () => {
  const { dialog } = await open(false, 'Set a password');

  await user.type(dialog.getByLabelText(/^New password/), 'correct horse battery');
  await user.type(dialog.getByLabelText(/^The new one again/), 'correct horse batter');
  await user.click(dialog.getByRole('button', { name: 'Set the password' }));

  expect(await dialog.findByText('It is not the same as above')).toBeVisible();
  expect(asked).toEqual([]);
});

test('the present password is asked for, and a wrong one is told of at its field', async () => {
  const { dialog } = await open(true, 'Change your password');
  const present = () => dialog.getByLabelText('Present password');

  await user.type(present(), 'not this one');
  await user.type(dialog.getByLabelText(/^New password/), 'staple correct horse');
  await user.type(dialog.getByLabelText(/^The new one again/), 'staple correct horse');
  await user.click(dialog.getByRole('button', { name: 'Set the password' }));
  expect(await dialog.findByText('current: it is not the present password')).toBeVisible();
  await user.clear(present());
  await user.type(present(), 'correct horse battery');
  await user.click(dialog.getByRole('button', { name: 'Set the password' }));

  await waitFor(() =>
    expect(asked.at(-1)?.body).toEqual({ current: 'correct horse battery', password: 'staple correct horse' }),
  );
});

test.each([
  ['password-changed', 'Your password is changed'],
  ['store-unavailable', 'Your password is as it was'],
  ['outcome-unknown', 'It is not known whether your password is changed'],
])('of %s it is told what became of the password', async (kind, words) => {
  server.use(
    http.put('/api/v1/session/password', () =>
      HttpResponse.json(
        { type: `urn:sluice:problem:${kind}`, status: 503, detail: 'what the server says' },
        { status: 503, headers: { 'Content-Type': 'application/problem+json' } },
      ),
    ),
  );
  const { dialog } = await open(false, 'Set a password');

  await user.type(dialog.getByLabelText(/^New password/), 'correct horse battery');
  await user.type(dialog.getByLabelText(/^The new one again/), 'correct horse battery');
  await user.click(dialog.getByRole('button', { name: 'Set the password' }));

  expect(await dialog.findByText(words)).toBeVisible();
});
