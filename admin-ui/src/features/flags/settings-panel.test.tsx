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
/** Stands for "long" in what is stored: no number of JavaScript can. */
const ACCOUNT = '1234567890123456789';
const LAST = { at: '2026-11-21T08:00:00Z', actor: 'ada', action: 'flag.patch', comment: '' };

let stored: FlagSummary;
let saved: { body: unknown; ifMatch: string | null }[];
/** The last body, to the letter. */
let sent: string;

const server = setupServer(
  http.get(FLAG, () => {
    const text = JSON.stringify(stored).replaceAll('"long"', ACCOUNT);
    return new HttpResponse(text, { headers: { 'Content-Type': 'application/json' } });
  }),
  http.patch(FLAG, async ({ request }) => {
    const ifMatch = request.headers.get('If-Match');
    if (ifMatch !== `"${stored.version}"`) {
      return HttpResponse.json(
        { type: 'urn:sluice:problem:moved-on', title: 'Refused', status: 412, detail: 'it moved on' },
        { status: 412, headers: { 'Content-Type': 'application/problem+json' } },
      );
    }
    sent = await request.text();
    const body = JSON.parse(sent) as Partial<FlagSummary>;
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
  sent = '';
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

test('a number in JSON that JavaScript would round is shown and sent as it came', async () => {
  stored = { ...stored, type: 'json', variations: { a: { id: 'long' }, b: {} } };
  await show();
  expect(screen.getByLabelText('Value of variation 1')).toHaveValue(`{"id":${ACCOUNT}}`);

  await user.clear(screen.getByLabelText('Value of variation 2'));
  await user.click(screen.getByLabelText('Value of variation 2'));
  await user.paste('{"id": -9007199254740993}');
  await user.click(screen.getByRole('button', { name: 'Save' }));

  await waitFor(() => expect(sent).toBe(`{"variations":{"a":{"id":${ACCOUNT}},"b":{"id":-9007199254740993}}}`));
});

test('a number in JSON that nobody could keep is refused by its name', async () => {
  stored = { ...stored, type: 'json', variations: { a: {}, b: {} } };
  await show();

  await user.clear(screen.getByLabelText('Value of variation 2'));
  await user.click(screen.getByLabelText('Value of variation 2'));
  await user.paste('{"share": 0.12345678901234567891}');
  await user.click(screen.getByRole('button', { name: 'Save' }));

  expect(await screen.findByText(/^0\.12345678901234567891 would be rounded to 0\.12345678901234568\. /)).toBeVisible();
  expect(saved).toEqual([]);
});
