import { useQuery } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { useState } from 'react';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { keys } from '../../shared/keys';
import { renderInPlace } from '../../test/around';
import { getFlag } from './api/get-flag';
import type { FlagSummary } from './api/list-flags';
import type { SettingsDraft } from './settings-draft';
import { SettingsPanel } from './settings-panel';

const FLAG = '/api/v1/projects/demo/flags/new-checkout';
const LAST = { at: '2026-11-21T08:00:00Z', actor: 'ada', action: 'flag.patch', comment: '' };

let stored: FlagSummary;
let saved: { body: unknown; ifMatch: string | null }[];

const server = setupServer(
  http.get(FLAG, () => HttpResponse.json(stored)),
  http.patch(FLAG, async ({ request }) => {
    const ifMatch = request.headers.get('If-Match');
    if (ifMatch !== `"${stored.version}"`) {
      return HttpResponse.json(
        { type: 'urn:sluice:problem:moved-on', title: 'Refused', status: 412, detail: 'it moved on' },
        { status: 412, headers: { 'Content-Type': 'application/problem+json' } },
      );
    }
    const body = (await request.json()) as Partial<FlagSummary>;
    saved.push({ body, ifMatch });
    stored = { ...stored, ...body, version: stored.version + 1 };
    return HttpResponse.json(stored);
  }),
);

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  stored = {
    key: 'new-checkout',
    type: 'boolean',
    description: 'The checkout in one page',
    owner: 'ada',
    tags: ['web'],
    runbook: '',
    temporary: false,
    clientVisible: false,
    variations: { on: true, off: false },
    archived: false,
    version: 3,
    lastChange: LAST,
    environments: {},
  };
  saved = [];
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const user = userEvent.setup({ delay: null });
const may = { may: true } as const;
const owner = () => screen.getByRole('textbox', { name: 'Owner' });

function Page() {
  const [draft, setDraft] = useState<SettingsDraft>();
  const { data } = useQuery({
    queryKey: [...keys.flags('demo'), 'new-checkout'],
    queryFn: ({ signal }) => getFlag('demo', 'new-checkout', signal),
  });
  return data ? (
    <SettingsPanel
      project="demo"
      flag={data}
      draft={draft}
      onDraft={setDraft}
      mayEdit={may}
      mayRelease={may}
      onDeleted={() => {}}
    />
  ) : null;
}

async function show() {
  const { client } = renderInPlace(<Page />);
  await screen.findByRole('form', { name: 'What new-checkout is' });
  return client;
}

async function type(text: string) {
  await user.clear(owner());
  await user.type(owner(), text);
}

test('what somebody types outlives another’s change, which is told of and kept', async () => {
  const client = await show();
  await type('payments');

  stored = { ...stored, tags: ['web', 'spring'], version: 4, lastChange: { ...LAST, actor: 'grace' } };
  await client.invalidateQueries();

  expect(await screen.findByText('grace changed this flag meanwhile')).toBeVisible();
  expect(screen.getByText(/It was about the tags\. What you typed is still here\./)).toBeVisible();
  expect(screen.getByText('spring')).toBeVisible();
  expect(owner()).toHaveValue('payments');
  await user.click(screen.getByRole('button', { name: 'Save' }));

  await waitFor(() => expect(saved).toEqual([{ ifMatch: '"4"', body: { owner: 'payments' } }]));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Discard' })).not.toBeInTheDocument());
  expect(owner()).toHaveValue('payments');
});

test('the same field changed by both is overwritten only when that is meant', async () => {
  const client = await show();
  await type('payments');

  stored = { ...stored, owner: 'grace', version: 4, lastChange: { ...LAST, actor: 'grace' } };
  await client.invalidateQueries();

  expect(await screen.findByText(/Saved, it takes the place of theirs in the owner\./)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Save' })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Drop mine' }));
  expect(owner()).toHaveValue('grace');
  expect(saved).toEqual([]);
});

test('a version that moved on unseen is refused, and neither the text nor the reason is lost', async () => {
  await show();
  await type('payments');

  stored = { ...stored, owner: 'grace', version: 4, lastChange: { ...LAST, actor: 'grace' } };
  await user.click(screen.getByRole('button', { name: 'Save' }));

  expect(await screen.findByText('it moved on')).toBeVisible();
  expect(owner()).toHaveValue('payments');
  await user.click(await screen.findByRole('button', { name: 'Save mine over it' }));
  await waitFor(() => expect(saved).toEqual([{ ifMatch: '"4"', body: { owner: 'payments' } }]));
});

test('a variation that is taken out is sent as gone, and nothing else is sent', async () => {
  stored = { ...stored, type: 'string', variations: { a: 'A', b: 'B', c: 'C' } };
  await show();

  await user.click(screen.getByRole('button', { name: 'Remove variation b' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));

  await waitFor(() => expect(saved).toEqual([{ ifMatch: '"3"', body: { variations: { a: 'A', b: null, c: 'C' } } }]));
});

test('what says again what the flag is needs no saving', async () => {
  await show();
  await type('payments');
  expect(screen.getByRole('button', { name: 'Save' })).toBeEnabled();

  await type('ada');

  expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
  expect(screen.queryByRole('button', { name: 'Discard' })).not.toBeInTheDocument();
});
