import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { fakeServerForEachTest } from '../test/fake-server';
import { App } from './app';

// Nothing has a size in jsdom: the list that shows what is in sight would show nothing.
vi.spyOn(window, 'innerHeight', 'get').mockReturnValue(800);

const server = fakeServerForEachTest();

/** Keeps what an address says besides the page. */
function showFlags() {
  const { search, hash } = window.location;
  window.history.replaceState(null, '', `/flags${search}${hash}`);
  render(<App />);
}

/** The page as somebody who is signed in sees it, once it hears from the server. */
async function openPage() {
  showFlags();
  await screen.findByRole('link', { name: 'new-checkout' });
  await screen.findByText('Live');
}

const user = userEvent.setup();
const theSwitch = { name: 'new-checkout in production' };

describe('the switch', () => {
  test('says in words what it will do, and does it when that was meant', async () => {
    await openPage();

    await user.click(screen.getByRole('switch', theSwitch));
    const dialog = within(await screen.findByRole('dialog', { name: 'Enable new-checkout in production?' }));
    expect(dialog.getByText('Enabling: everyone gets on.')).toBeVisible();
    expect(server.current.acts).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Enable in production' }));

    await waitFor(() => expect(screen.getByRole('switch', theSwitch)).toBeChecked());
    expect(server.current.acts).toEqual([
      {
        method: 'POST',
        path: '/projects/demo/flags/new-checkout/environments/production/on',
        body: undefined,
        csrf: 'token-of-this-session',
      },
    ]);
  });

  test('does nothing when it was not meant', async () => {
    await openPage();

    await user.click(screen.getByRole('switch', { name: 'new-checkout in development' }));
    await user.click(await screen.findByRole('button', { name: 'Cancel' }));

    expect(server.current.acts).toEqual([]);
    expect(screen.getByRole('switch', { name: 'new-checkout in development' })).toBeChecked();
  });
});

describe('a flag', () => {
  test('is found by its words, and the address keeps what was looked for', async () => {
    await openPage();

    await user.type(screen.getByRole('searchbox', { name: 'Find flags' }), 'page');
    expect(screen.getByRole('link', { name: 'new-checkout' })).toBeVisible();
    await user.type(screen.getByRole('searchbox', { name: 'Find flags' }), ' of nobody');

    expect(await screen.findByRole('heading', { name: 'No flag is like that' })).toBeVisible();
    expect(window.location.search).toBe('?q=page+of+nobody');
    await user.click(screen.getByRole('button', { name: 'Show all' }));
    expect(await screen.findByRole('link', { name: 'new-checkout' })).toBeVisible();
  });

  test('is made with a key alone, and opens', async () => {
    await openPage();

    await user.click(screen.getByRole('button', { name: 'New flag' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'New flag' }));
    await user.type(dialog.getByLabelText(/^Key/), 'new-checkout');
    await user.click(dialog.getByRole('button', { name: 'Create new-checkout' }));

    expect(await screen.findByRole('heading', { level: 1, name: 'new-checkout' })).toBeVisible();
    expect(window.location.pathname).toBe('/flags/new-checkout');
    expect(server.current.acts[0]?.body).toMatchObject({ key: 'new-checkout', type: 'boolean', temporary: true });
  });

  test('of several variations is made with their values, each of the type', async () => {
    await openPage();

    await user.click(screen.getByRole('button', { name: 'New flag' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'New flag' }));
    await user.type(dialog.getByLabelText(/^Key/), 'limit');
    await user.click(dialog.getByRole('radio', { name: 'integer' }));
    await user.type(dialog.getByLabelText('Name of variation 1'), 'small');
    await user.type(dialog.getByLabelText('Value of variation 1'), '10');
    await user.type(dialog.getByLabelText('Name of variation 2'), 'large');
    await user.type(dialog.getByLabelText('Value of variation 2'), '1.5');
    await user.click(dialog.getByRole('button', { name: 'Create limit' }));
    expect(dialog.getByText('Expected a whole number')).toBeVisible();
    await user.clear(dialog.getByLabelText('Value of variation 2'));
    await user.type(dialog.getByLabelText('Value of variation 2'), '50');
    await user.click(dialog.getByRole('button', { name: 'Create limit' }));

    await waitFor(() => expect(server.current.acts).toHaveLength(1));
    expect(server.current.acts[0]?.body).toMatchObject({
      type: 'integer',
      variations: { small: 10, large: 50 },
      offVariation: 'small',
      fallthrough: 'large',
    });
  });

  test('that the server refuses is not lost: its words stand at the field', async () => {
    await openPage();

    await user.click(screen.getByRole('button', { name: 'New flag' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'New flag' }));
    await user.type(dialog.getByLabelText(/^Key/), 'taken');
    await user.click(dialog.getByRole('button', { name: 'Create taken' }));

    expect(await dialog.findByText('key: "taken" is not free')).toBeVisible();
    expect(dialog.getByLabelText(/^Key/)).toBeInvalid();
  });
});

describe('the server', () => {
  test('may go away and come back: the page says so and catches up', async () => {
    await openPage();

    Object.assign(server.current.environments.production ?? {}, { enabled: true, on: 5 });
    server.current.away = true;
    server.current.hangUp();
    expect(await screen.findByText(/The server has been away since/)).toBeInTheDocument();
    server.current.away = false;

    await screen.findByText('Live');
    expect(await screen.findByText('5 % on')).toBeVisible();
    expect(screen.queryByText(/The server has been away since/)).not.toBeInTheDocument();
  });
});

describe('signing in', () => {
  test('takes the token of a link out of the address bar and turns it into a session', async () => {
    server.current.signedIn = false;
    window.history.replaceState(null, '', '/?env=development#link=good');

    await openPage();

    expect(window.location.href).toMatch(/\/flags\?env=development$/);
    expect(await screen.findByRole('switch', { name: 'new-checkout in development' })).toBeVisible();
  });

  test('with a used link says so and tells how to get another', async () => {
    server.current.signedIn = false;
    window.history.replaceState(null, '', '/#link=used');

    render(<App />);

    expect(await screen.findByRole('alert')).toHaveTextContent('link: this one was used');
    expect(screen.getByLabelText('Command that asks for a link')).toHaveTextContent('/api/v1/session/link');
    expect(window.location.hash).toBe('');
  });

  test('by name and password opens the page, and says so when they do not belong together', async () => {
    server.current.signedIn = false;
    showFlags();
    const form = within(await screen.findByRole('form', { name: 'Sign in by name and password' }));

    await user.type(form.getByLabelText(/^Name/), 'ana');
    await user.type(form.getByLabelText(/^Password/), 'not this one');
    await user.click(form.getByRole('button', { name: 'Sign in' }));
    expect(await form.findByRole('alert')).toHaveTextContent('They do not belong together');
    await user.clear(form.getByLabelText(/^Password/));
    await user.type(form.getByLabelText(/^Password/), 'correct horse battery');
    await user.click(form.getByRole('button', { name: 'Sign in' }));

    expect(await screen.findByRole('switch', theSwitch)).toBeVisible();
    expect(document.body).not.toHaveTextContent('correct horse');
  });

  test('out leaves nothing of what was read', async () => {
    await openPage();

    await user.click(screen.getByRole('button', { name: 'Sign out' }));

    expect(await screen.findByRole('heading', { name: 'Sign in to Sluice' })).toBeVisible();
    expect(screen.queryByText('new-checkout')).not.toBeInTheDocument();
  });
});

test('text that people wrote is shown as text', async () => {
  server.current.description = '<img src=x onerror="alert(1)">{{7*7}}';

  await openPage();

  expect(screen.getByText('<img src=x onerror="alert(1)">{{7*7}}')).toBeVisible();
});

test('flags that can’t be read again say from when they are', async () => {
  await openPage();

  server.current.refusing = 'store-away';
  server.current.change({});

  expect(await screen.findByText(/^1 flag, as of \d\d:\d\d/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'new-checkout' })).toBeVisible();
});
