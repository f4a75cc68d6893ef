import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeServerForEachTest } from '../test/fake-server';
import { App } from './app';

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
  const card = await screen.findByRole('article', { name: /new-checkout/ });
  await within(card).findByRole('spinbutton');
  await screen.findByText('Live');
  return within(card);
}

const user = userEvent.setup();
const theSwitch = { name: /: new-checkout in production$/ };

describe('the switch', () => {
  test('says in words what enabling will do before it is touched', async () => {
    const card = await openPage();

    expect(card.getByRole('switch', theSwitch)).toHaveAccessibleDescription('Enabling: everyone gets on.');
  });

  test('enables with the token of the session, and the page says who gets what then', async () => {
    const card = await openPage();

    await user.click(card.getByRole('switch', theSwitch));

    expect(await card.findByText('100 % get on, all others get off.')).toBeVisible();
    expect(card.getByRole('switch', theSwitch)).toBeChecked();
    expect(server.current.acts).toEqual([
      {
        method: 'POST',
        path: '/projects/demo/flags/new-checkout/environments/production/on',
        body: undefined,
        csrf: 'token-of-this-session',
      },
    ]);
  });

  test('acts on the environment that is chosen', async () => {
    await openPage();

    await user.click(screen.getByRole('radio', { name: 'development' }));
    await user.click(await screen.findByRole('switch', { name: 'Enabled: new-checkout in development' }));

    await screen.findByRole('switch', { name: 'Disabled: new-checkout in development' });
    expect(server.current.acts.map((act) => act.path)).toEqual([
      '/projects/demo/flags/new-checkout/environments/development/off',
    ]);
  });
});

describe('the percentage', () => {
  beforeEach(() => {
    Object.assign(server.current.environments.production ?? {}, { enabled: true, on: 10 });
  });

  test('moves by a thousandth of a percent with the arrow keys, without the errors of floats', async () => {
    const card = await openPage();
    const field = card.getByRole('spinbutton');

    await user.click(field);
    await user.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}{Shift>}{ArrowUp}{/Shift}{ArrowDown}');

    expect(field).toHaveValue('11.002');
  });

  test('moves by whole percents with the slider', async () => {
    const card = await openPage();
    const slider = card.getByRole('slider');

    expect(slider).toHaveAttribute('aria-valuenow', '10000');
    slider.focus();
    await user.keyboard('{ArrowRight}{ArrowRight}');

    expect(card.getByRole('spinbutton')).toHaveValue('12');
    expect(slider).toHaveAttribute('aria-valuetext', '12 %');
  });

  test('says what would move, and sends nothing before it is applied', async () => {
    const card = await openPage();

    await user.clear(card.getByRole('spinbutton'));
    await user.type(card.getByRole('spinbutton'), '12.345');

    expect(card.getByText('2.345 % of the line moves from off to on; nobody else moves.')).toBeVisible();
    expect(server.current.acts).toEqual([]);
  });

  test('is sent with exactly the decimals that were typed', async () => {
    const card = await openPage();

    await user.clear(card.getByRole('spinbutton'));
    await user.type(card.getByRole('spinbutton'), '0.007{Enter}');

    expect(await card.findByText('0.007 % get on, all others get off.')).toBeVisible();
    expect(server.current.acts.map((act) => act.body)).toEqual([{ variation: 'on', percentage: 0.007 }]);
    await waitFor(() => expect(card.queryByRole('button', { name: 'Discard' })).not.toBeInTheDocument());
  });

  test('of a disabled flag can be applied with or without enabling it', async () => {
    Object.assign(server.current.environments.production ?? {}, { enabled: false });
    const card = await openPage();

    await user.click(card.getByRole('button', { name: '25 % of on for new-checkout' }));
    await user.click(card.getByRole('button', { name: 'Apply and enable' }));

    expect(await card.findByText('25 % get on, all others get off.')).toBeVisible();
    expect(server.current.acts.map((act) => act.body)).toEqual([{ variation: 'on', percentage: 25, enable: true }]);
  });

  test('that cannot be read is refused at the field and never sent', async () => {
    const card = await openPage();

    await user.clear(card.getByRole('spinbutton'));
    await user.type(card.getByRole('spinbutton'), '12.3456{Enter}');

    expect(card.getByRole('spinbutton')).toBeInvalid();
    expect(card.getByRole('alert')).toHaveTextContent('Expected 0 to 100 with at most 3 decimals');
    expect(server.current.acts).toEqual([]);
  });

  test('that the server refuses shows its words at the field, and what was typed stays', async () => {
    const card = await openPage();

    await user.clear(card.getByRole('spinbutton'));
    await user.type(card.getByRole('spinbutton'), '75{Enter}');

    expect(await card.findByText('percentage: 75 is not allowed; 60 % are left')).toBeVisible();
    expect(card.getByRole('spinbutton')).toBeInvalid();
    expect(card.getByRole('spinbutton')).toHaveValue('75');
    await user.type(card.getByRole('spinbutton'), '{Backspace}');
    expect(card.getByRole('spinbutton')).toBeValid();
  });
});

describe('a change', () => {
  test('fills the ring as instances acknowledge, and names the laggard', async () => {
    const card = await openPage();

    await user.click(card.getByRole('switch', theSwitch));
    expect(await card.findByText('Saved; waiting for the first acknowledgement')).toBeVisible();
    server.current.converge({ acked: 1, complete: false, laggards: ['shop-2'] });
    expect(await card.findByText('In force on 1 of 2 instances; waiting for shop-2')).toBeVisible();
    expect(card.getByRole('img', { name: '1 of 2 instances' })).toHaveAttribute('data-complete', 'false');
    server.current.converge({});

    expect(await card.findByText('In force on 2 of 2 instances after 38 ms')).toBeVisible();
    expect(card.getByRole('img', { name: '2 of 2 instances' })).toHaveAttribute('data-complete', 'true');
  });

  test('that was made elsewhere appears by itself', async () => {
    const card = await openPage();

    Object.assign(server.current.environments.production ?? {}, { enabled: true, on: 30, revision: 13 });
    server.current.change({});
    server.current.converge({ millis: 61 });

    expect(await card.findByText('30 % get on, all others get off.')).toBeVisible();
    expect(await card.findByText('In force on 2 of 2 instances after 61 ms')).toBeVisible();
    expect(card.getByRole('spinbutton')).toHaveValue('30');
    expect(server.current.acts).toEqual([]);
  });
});

describe('the server', () => {
  test('may go away and come back: the page says so and catches up', async () => {
    const card = await openPage();

    Object.assign(server.current.environments.production ?? {}, { enabled: true, on: 5 });
    server.current.hangUp();
    expect(await screen.findByText(/The server has been away since/)).toBeInTheDocument();

    await screen.findByText('Live');
    expect(await card.findByText('5 % get on, all others get off.')).toBeVisible();
    expect(screen.queryByText(/The server has been away since/)).not.toBeInTheDocument();
  });

  test('may end the session: the page asks to sign in again', async () => {
    const card = await openPage();

    server.current.signedIn = false;
    fireEvent(window, new HashChangeEvent('hashchange'));

    expect(await screen.findByRole('heading', { name: 'Sign in to Sluice' })).toBeVisible();
    expect(card.queryByRole('switch')).not.toBeInTheDocument();
  });
});

describe('signing in', () => {
  test('takes the token of a link out of the address bar and turns it into a session', async () => {
    server.current.signedIn = false;
    window.history.replaceState(null, '', '/?env=development#link=good');

    await openPage();

    expect(window.location.href).toMatch(/\/flags\?env=development$/);
    expect(await screen.findByRole('switch', { name: /new-checkout in development/ })).toBeVisible();
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

    expect(await screen.findByRole('switch', { name: /new-checkout in production/ })).toBeVisible();
    expect(document.body).not.toHaveTextContent('correct horse');
  });

  test('out leaves nothing of what was read', async () => {
    await openPage();

    await user.click(screen.getByRole('button', { name: 'Sign out' }));

    expect(await screen.findByRole('heading', { name: 'Sign in to Sluice' })).toBeVisible();
    expect(screen.queryByText('new-checkout')).not.toBeInTheDocument();
  });
});

test('shares are told of those whom no rule decides, where there are rules', async () => {
  Object.assign(server.current.environments.production ?? {}, { enabled: true, on: 10, rules: 1 });

  const card = await openPage();

  expect(card.getByRole('list', { name: 'Share by variation' })).toHaveTextContent(
    'on 10 %off 90 %of those whom no rule decides',
  );
});

test('the fleet is listed with how far each instance has come', async () => {
  Object.assign(server.current.instances[1] ?? {}, { behind: 2 });

  await openPage();

  const fleet = within(screen.getByRole('complementary'));
  expect(await fleet.findByRole('heading', { name: '2 connected instances' })).toBeVisible();
  expect(fleet.getByText('up to date at 12')).toBeVisible();
  expect(fleet.getByText(/^2 revisions behind/)).toBeVisible();
});

test('text that people wrote is shown as text', async () => {
  server.current.description = '<img src=x onerror="alert(1)">{{7*7}}';

  const card = await openPage();

  expect(card.getByText('<img src=x onerror="alert(1)">{{7*7}}')).toBeVisible();
});
