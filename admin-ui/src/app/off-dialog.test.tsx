import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FlagSummary } from '../features/flags/api/list-flags';
import { keys } from '../shared/keys';
import { renderInPlace } from '../test/around';
import { OffDialog } from './off-dialog';

const FLAGS = '/api/v1/projects/demo/flags';

interface Stored {
  enabled: boolean;
  version: number;
  at: string;
}

let stored: Record<string, Stored>;
let acts: string[];

const server = setupServer(
  http.get(FLAGS, () => HttpResponse.json({ items: Object.keys(stored).map(summary), next: null })),
  http.post(`${FLAGS}/:flag/environments/production/off`, ({ params }) => {
    const flag = String(params.flag);
    acts.push(flag);
    touch(flag, false);
    return HttpResponse.json({ changed: true, enabled: false, revision: 13, version: stored[flag]?.version });
  }),
);

/** Somebody enables or disables it, which makes it the one that was changed last. */
function touch(flag: string, enabled: boolean) {
  const version = (stored[flag]?.version ?? 0) + 1;
  stored[flag] = { enabled, version, at: new Date(Date.UTC(2026, 10, 21, 9, version)).toISOString() };
}

function summary(key: string): FlagSummary {
  const { enabled = false, version = 0, at = '' } = stored[key] ?? {};
  const lastChange = { at, actor: 'ada', action: 'flag.on', comment: '' };
  return {
    key,
    type: 'boolean',
    description: '',
    owner: '',
    tags: [],
    runbook: '',
    temporary: false,
    clientVisible: false,
    variations: { on: true, off: false },
    archived: false,
    version: 1,
    lastChange,
    environments: {
      production: {
        enabled,
        revision: version,
        version,
        sentence: enabled ? 'Everyone gets on.' : 'Off: everyone gets off.',
        switching: '',
        exposure: {},
        percentage: null,
        rules: 0,
        lastChange,
      },
    },
  };
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  stored = Object.fromEntries(
    ['x', 'y', 'a', 'b'].map((key, n) => [key, { enabled: true, version: 1, at: `2026-11-21T08:0${9 - n}:00Z` }]),
  );
  acts = [];
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const user = userEvent.setup();

async function open() {
  const { client } = renderInPlace(<OffDialog onClose={() => {}} />);
  await screen.findByRole('button', off('x'));
  return { again: () => client.invalidateQueries({ queryKey: keys.flags('demo') }) };
}

const off = (flag: string) => ({ name: `Switch ${flag} off in production` });
const order = () => screen.getAllByRole('listitem').map((row) => row.querySelector('strong')?.textContent);

describe('the list of what can be switched off', () => {
  test('begins with what was changed last', async () => {
    await open();

    expect(order()).toEqual(['x', 'y', 'a', 'b']);
  });

  test('keeps its order whatever is switched, by oneself or by others, and what is new comes last', async () => {
    const { again } = await open();

    await user.click(screen.getByRole('button', off('a')));
    expect(await screen.findByRole('button', { name: 'a is off' })).toBeDisabled();
    touch('b', false);
    touch('y', true);
    touch('new', true);
    await again();

    expect(await screen.findByRole('button', off('new'))).toBeEnabled();
    expect(order()).toEqual(['x', 'y', 'a', 'b', 'new']);
    expect(screen.getByRole('button', { name: 'b is off' })).toBeDisabled();
    await user.click(screen.getByRole('button', off('y')));
    await waitFor(() => expect(acts).toEqual(['a', 'y']));
  });

  test('says from when it is while it can’t be read again, and lets one act on it', async () => {
    const { again } = await open();

    server.use(http.get(FLAGS, () => HttpResponse.error()));
    await again();
    expect(await screen.findByText(/^The flags can’t be read again; this is as of \d\d:\d\d/)).toBeVisible();
    await user.click(screen.getByRole('button', off('y')));

    expect(await screen.findByRole('button', { name: 'y is off' })).toBeDisabled();
  });

  test('keeps the place of one that is deleted', async () => {
    const { again } = await open();

    delete stored.y;
    await again();

    expect(await screen.findByRole('button', { name: 'y is deleted' })).toBeDisabled();
    expect(order()).toEqual(['x', 'y', 'a', 'b']);
  });

  test('lets one switch off again what somebody enabled again', async () => {
    const { again } = await open();
    await user.click(screen.getByRole('button', off('a')));
    await screen.findByRole('button', { name: 'a is off' });

    touch('a', true);
    await again();
    await user.click(await screen.findByRole('button', off('a')));

    await waitFor(() => expect(acts).toEqual(['a', 'a']));
  });
});

describe('a flag that was not switched off', () => {
  test('says why, at its row and beyond the dialog', async () => {
    server.use(
      http.post(`${FLAGS}/a/environments/production/off`, () =>
        HttpResponse.json(
          { type: 'urn:sluice:problem:conflict', title: 'Refused', status: 409, detail: 'a is archived' },
          { status: 409 },
        ),
      ),
    );
    await open();

    await user.click(screen.getByRole('button', off('a')));

    const row = within(screen.getByText('a', { selector: 'strong' }).closest('li') as HTMLElement);
    expect(await row.findByRole('alert')).toHaveTextContent('a was not switched off: a is archived');
    expect(screen.getByText('a was not switched off in production: a is archived')).toBeInTheDocument();
  });

  test('for want of an answer is not called on: it is looked at again', async () => {
    server.use(
      http.post(`${FLAGS}/:flag/environments/production/off`, ({ params }) => {
        // Done, but nobody hears of it.
        touch(String(params.flag), params.flag !== 'a');
        return HttpResponse.error();
      }),
    );
    await open();

    fireEvent.click(screen.getByRole('button', off('a')));
    fireEvent.click(screen.getByRole('button', off('b')));

    expect(await screen.findByRole('button', { name: 'a is off' })).toBeDisabled();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It is not known whether b was switched off: the server did not answer.',
    );
  });
});
