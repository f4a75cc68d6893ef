import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { fakeServerForEachTest } from '../test/fake-server';
import { App } from './app';

const server = fakeServerForEachTest();
const user = userEvent.setup();

async function openPage() {
  window.history.replaceState(null, '', '/flags/new-checkout');
  render(<App />);
  await screen.findByRole('heading', { name: 'Who gets what in production' });
  await screen.findByText('Live');
  return within(screen.getByRole('region', { name: 'In force' }));
}

describe('a change', () => {
  test('fills the ring as instances acknowledge, and names the laggard', async () => {
    const force = await openPage();

    await user.click(screen.getByRole('switch', { name: 'new-checkout in production' }));
    await user.click(await screen.findByRole('button', { name: 'Enable in production' }));
    const now = within(screen.getByRole('region', { name: 'new-checkout in production now' }));
    expect(await now.findByText('100 % get on, all others get off.')).toBeVisible();
    expect(await force.findByText('Waiting for the first acknowledgement.')).toBeVisible();
    server.current.converge({ acked: 1, complete: false, laggards: ['shop-2'] });
    expect(await force.findByRole('heading', { name: 'In force on 1 of 2 instances' })).toBeVisible();
    expect(force.getByRole('list', { name: 'Laggards' })).toHaveTextContent('shop-2');
    server.current.converge({});

    expect(await force.findByRole('heading', { name: 'In force on 2 of 2 instances' })).toBeVisible();
    expect(force.getByRole('img')).toHaveAttribute('data-complete', 'true');
  });

  test('that was made elsewhere appears by itself', async () => {
    await openPage();

    Object.assign(server.current.environments.production ?? {}, { enabled: true, on: 30, revision: 13 });
    server.current.change({});

    expect(await screen.findByText('30 % get on, all others get off.')).toBeVisible();
    await waitFor(() =>
      expect(screen.getByRole('spinbutton', { name: 'Percentage of on for everyone' })).toHaveValue('30'),
    );
    expect(server.current.acts).toEqual([]);
  });
});

test('the switch keeps the focus while it acts, and acts once', async () => {
  await openPage();
  const onOff = () => screen.getByRole('switch', { name: 'new-checkout in production' });
  const letGo = server.current.hold();
  await user.click(onOff());
  await user.click(await screen.findByRole('button', { name: 'Enable in production' }));
  await waitFor(() => expect(onOff()).toHaveAttribute('aria-busy', 'true'));

  expect(onOff()).toBeEnabled();
  expect(onOff()).toHaveFocus();
  await user.click(onOff());
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  letGo();

  await waitFor(() => expect(onOff()).toBeChecked());
  expect(server.current.acts).toHaveLength(1);
});

test('who fell silent is named: it may be running on old rules', async () => {
  Object.assign(server.current.instances[1] ?? {}, { lost: true });

  const force = await openPage();

  expect(await force.findByRole('list', { name: 'Lost instances' })).toHaveTextContent('shop shop-2');
  expect(force.getByRole('heading', { name: '1 instance connected' })).toBeVisible();
});

test('a draft is not lost by a click beside it', async () => {
  await openPage();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Variation for everyone' }), 'off');

  await user.click(screen.getByRole('link', { name: 'Flags' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('button', { name: 'Cancel' }));
  expect(screen.getByRole('combobox', { name: 'Variation for everyone' })).toHaveValue('off');

  await user.click(screen.getByRole('link', { name: 'Flags' }));
  await user.click(await screen.findByRole('button', { name: 'Leave without saving' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Flags' })).toBeVisible();
});

test('what is typed in the settings stays while one looks elsewhere on the page, and is not lost by a click beside it', async () => {
  await openPage();
  await user.click(screen.getByRole('tab', { name: 'Settings' }));
  await user.type(screen.getByRole('textbox', { name: 'Owner' }), 'payments');

  await user.click(screen.getByRole('tab', { name: 'Who gets what' }));
  await user.click(screen.getByRole('tab', { name: /^Settings/ }));
  expect(screen.getByRole('textbox', { name: 'Owner' })).toHaveValue('payments');
  await user.click(screen.getByRole('link', { name: 'Flags' }));

  expect(await screen.findByRole('dialog', { name: /changes that are not saved/ })).toBeVisible();
});

test('shares are told of those whom no rule decides, where there are rules', async () => {
  Object.assign(server.current.environments.production ?? {}, { enabled: true, on: 10, rules: 1 });

  await openPage();

  expect(screen.getByRole('list', { name: 'Share by variation' })).toHaveTextContent(
    'on10 %off90 %of those whom no rule decides',
  );
});

describe('what can’t be read any more', () => {
  test('says from when it is', async () => {
    await openPage();

    server.current.refusing = 'store-away';
    server.current.change({});

    expect(await screen.findByText(/^What you see is as of \d\d:\d\d/)).toBeVisible();
    expect(screen.getByRole('region', { name: 'new-checkout in production now' })).toBeVisible();
  });

  test('because somebody deleted it is not shown as if it were there', async () => {
    await openPage();

    server.current.refusing = 'not-found';
    server.current.change({});

    expect(await screen.findByRole('heading', { name: 'There is no flag new-checkout here' })).toBeVisible();
    expect(screen.queryByRole('region', { name: 'new-checkout in production now' })).toBeNull();
  });
});
