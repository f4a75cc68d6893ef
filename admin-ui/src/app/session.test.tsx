import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { fakeServerForEachTest } from '../test/fake-server';
import { App } from './app';

const server = fakeServerForEachTest();
const user = userEvent.setup();
const everyone = () => screen.getByRole('combobox', { name: 'Variation for everyone' });

async function openPage() {
  window.history.replaceState(null, '', '/flags/new-checkout');
  render(<App />);
  await screen.findByRole('heading', { name: 'Who gets what in production' });
  await screen.findByText('Live');
}

async function openPageWithDraft() {
  await openPage();
  await user.selectOptions(everyone(), 'off');
}

async function enable() {
  await user.click(screen.getByRole('switch', { name: 'new-checkout in production' }));
  await user.click(await screen.findByRole('button', { name: 'Enable in production' }));
}

/** What a browser tells when somebody comes back to the tab: the page reads everything again. */
function comeBack() {
  window.dispatchEvent(new Event('visibilitychange'));
}

/** As another tab of this browser does. */
function tellFromAnotherTab(news: 'begun' | 'ended') {
  const channel = new BroadcastChannel('sluice-session');
  channel.postMessage({ from: 'another tab', news });
  channel.close();
}

describe('a session that ends while somebody types', () => {
  test('asks who goes on, above a draft that is there afterwards', async () => {
    await openPageWithDraft();

    server.current.signedIn = false;
    comeBack();
    const dialog = within(await screen.findByRole('dialog', { name: 'Sign in to go on' }));
    server.current.session = { ...server.current.session, csrf: 'token-of-the-next-session' };
    await user.clear(dialog.getByRole('textbox', { name: 'Name' }));
    await user.type(dialog.getByRole('textbox', { name: 'Name' }), 'ana');
    await user.type(dialog.getByLabelText(/^Password/), 'correct horse battery');
    await user.click(dialog.getByRole('button', { name: 'Sign in' }));

    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(everyone()).toHaveValue('off');
    await enable();
    await waitFor(() => expect(server.current.acts.at(-1)?.csrf).toBe('token-of-the-next-session'));
  });

  test('goes on by itself when one signs in in another tab', async () => {
    await openPageWithDraft();
    server.current.signedIn = false;
    comeBack();
    await screen.findByRole('dialog', { name: 'Sign in to go on' });

    server.current.signedIn = true;
    tellFromAnotherTab('begun');

    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(everyone()).toHaveValue('off');
  });

  test('leaves no draft to somebody else', async () => {
    await openPageWithDraft();
    server.current.signedIn = false;
    comeBack();
    await screen.findByRole('dialog', { name: 'Sign in to go on' });

    server.current.signedIn = true;
    server.current.session = { ...server.current.session, user: 'grace', csrf: 'token-of-grace' };
    tellFromAnotherTab('begun');

    expect(await screen.findByText('grace')).toBeVisible();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    await waitFor(() => expect(everyone()).toHaveValue('on'));
  });
});

describe('a sign-in in another tab', () => {
  test('renews the session here before anything is refused', async () => {
    await openPage();

    server.current.session = { ...server.current.session, csrf: 'token-of-the-next-session' };
    tellFromAnotherTab('begun');
    await waitFor(() => expect(server.current.sessionsRead).toBe(2));
    await enable();

    await waitFor(() => expect(server.current.acts.at(-1)?.csrf).toBe('token-of-the-next-session'));
    expect(screen.queryByText(/Sluice-Csrf/)).not.toBeInTheDocument();
  });

  test('that nobody told of is noticed by what is refused, and the next try is by the new session', async () => {
    await openPage();

    server.current.session = { ...server.current.session, csrf: 'token-of-the-next-session' };
    await enable();
    await screen.findByText(/Sluice-Csrf: missing or wrong/);
    expect(server.current.acts).toEqual([]);
    await waitFor(() => expect(server.current.sessionsRead).toBe(2));
    await enable();

    await waitFor(() => expect(server.current.acts.at(-1)?.csrf).toBe('token-of-the-next-session'));
  });
});

test('signing out in another tab leaves nothing to look at in this one', async () => {
  await openPageWithDraft();

  server.current.signedIn = false;
  tellFromAnotherTab('ended');

  expect(await screen.findByRole('heading', { name: 'Sign in to Sluice' })).toBeVisible();
  expect(screen.queryByText('new-checkout')).not.toBeInTheDocument();
});

describe('a server that can not say who somebody is', () => {
  test('is no reason to sign in: the page waits, and comes by itself', async () => {
    server.current.storeAway = true;
    render(<App />);

    expect(await screen.findByText(/the store does not answer/)).toBeVisible();
    expect(screen.queryByRole('heading', { name: 'Sign in to Sluice' })).not.toBeInTheDocument();
    server.current.storeAway = false;

    expect(await screen.findByText('Live')).toBeVisible();
  });

  test('does not use up a link', async () => {
    server.current.storeAway = true;
    window.history.replaceState(null, '', '/#link=good');
    server.current.signedIn = false;
    render(<App />);
    await screen.findByText(/the store does not answer/);
    expect(window.location.hash).toBe('');

    server.current.storeAway = false;

    expect(await screen.findByText('Live')).toBeVisible();
  });
});
