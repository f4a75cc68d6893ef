import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { csrf, renderInPlace } from '../../test/around';
import type { ApiKey } from './api/list-keys';
import { KeysPanel } from './keys-panel';

const KEYS = '/api/v1/projects/demo/keys';
const AT = '2026-11-21T08:00:00Z';

let stored: ApiKey[];
let acts: { act: string; body: unknown; csrf: string | null }[];
let refusal: { pointer: string; detail: string } | undefined;

async function note(request: Request) {
  const text = await request.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  const path = new URL(request.url).pathname.replace(KEYS, '');
  acts.push({ act: `${request.method} ${path}`, body, csrf: request.headers.get('Sluice-Csrf') });
  return body;
}

function refused() {
  const errors = refusal ? [refusal] : [];
  return HttpResponse.json(
    { type: 'urn:sluice:problem:invalid', title: 'Refused', status: 422, detail: refusal?.detail, errors },
    { status: 422, headers: { 'Content-Type': 'application/problem+json' } },
  );
}

const server = setupServer(
  http.get(KEYS, () => HttpResponse.json({ items: stored, next: null })),
  http.post(KEYS, async ({ request }) => {
    const body = (await note(request)) as Pick<ApiKey, 'kind' | 'environment' | 'name'>;
    if (refusal) {
      return refused();
    }
    const made = { ...key('made'), ...body };
    stored.push(made);
    return HttpResponse.json({ ...made, key: 'slc_sdk_made' }, { status: 201 });
  }),
  http.post(`${KEYS}/:id/rotate`, async ({ request, params }) => {
    await note(request);
    stored = stored.map((one) => (one.id === params.id ? { ...one, endsAt: '2099-01-01T00:00:00Z' } : one));
    stored.push({ ...key('fresh'), name: 'shop' });
    return HttpResponse.json({ ...key('fresh'), key: 'slc_sdk_fresh' }, { status: 201 });
  }),
  http.delete(`${KEYS}/:id`, async ({ request, params }) => {
    await note(request);
    stored = stored.filter(({ id }) => id !== params.id);
    return new HttpResponse(null, { status: 204 });
  }),
);

function key(id: string): ApiKey {
  return {
    id,
    prefix: 'slc_sdk_',
    kind: 'sdk',
    environment: 'production',
    name: 'shop',
    createdAt: AT,
    createdBy: 'ada',
  };
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  stored = [key('5c1f')];
  acts = [];
  refusal = undefined;
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const user = userEvent.setup();
const uses = [
  {
    key: '5c1f',
    environment: 'production',
    via: 'sdk' as const,
    application: 'shop/1.4',
    sdk: 'sluice-java/0.1.0',
    lastUsedAt: AT,
  },
];

function show() {
  renderInPlace(<KeysPanel project="demo" environments={['production', 'development']} uses={uses} />);
}

describe('keys', () => {
  test('say who came with them last', async () => {
    show();

    const row = within(await screen.findByRole('row', { name: /5c1f/ }));

    expect(row.getByText(/by shop\/1\.4/)).toBeVisible();
  });

  test('are made for an environment, and shown this once', async () => {
    show();

    await user.click(screen.getByRole('button', { name: 'Make a key' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Make a key' }));
    await user.click(dialog.getByRole('radio', { name: /^Client key/ }));
    await user.selectOptions(dialog.getByLabelText('Environment'), 'development');
    await user.type(dialog.getByLabelText('Name'), 'web shop');
    await user.click(dialog.getByRole('button', { name: 'Make the key' }));

    expect(await dialog.findByLabelText('The new key of development')).toHaveValue('slc_sdk_made');
    expect(acts).toEqual([
      { act: 'POST ', body: { environment: 'development', kind: 'client', name: 'web shop' }, csrf },
    ]);
    await user.click(dialog.getByRole('button', { name: 'I have put it away' }));
    expect(screen.queryByDisplayValue('slc_sdk_made')).toBeNull();
    expect(await screen.findByText('web shop')).toBeVisible();
  });

  test('that the server refuses to make say why at the field', async () => {
    refusal = { pointer: '/name', detail: 'name: a text of 300 is not allowed; expected at most 200 characters' };
    show();

    await user.click(screen.getByRole('button', { name: 'Make a key' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Make the key' }));

    expect(await dialog.findByText(refusal.detail)).toBeVisible();
    expect(dialog.getByLabelText('Name')).toHaveAttribute('aria-invalid', 'true');
  });

  test('are rotated with an overlap, after which the old one says when it ends and is rotated no more', async () => {
    show();

    await user.click(await screen.findByRole('button', { name: 'Rotate shop' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Rotate shop' }));
    await user.selectOptions(dialog.getByLabelText('Both are good for'), 'a week');
    await user.click(dialog.getByRole('button', { name: 'Make the new key' }));

    expect(await dialog.findByLabelText('The new key of production')).toHaveValue('slc_sdk_fresh');
    expect(acts).toEqual([{ act: 'POST /5c1f/rotate', body: { overlap: 'PT168H' }, csrf }]);
    await user.click(dialog.getByRole('button', { name: 'I have put it away' }));
    const old = within(await screen.findByRole('row', { name: /5c1f/ }));
    expect(await old.findByText(/^ends/)).toBeVisible();
    expect(old.getByRole('button', { name: 'Rotate shop' })).toBeDisabled();
  });

  test('that are being made can not be lost by a key or a click, before the answer or after it', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    server.use(
      http.post(`${KEYS}/:id/rotate`, async () => {
        await answered;
        return HttpResponse.json({ ...key('fresh'), key: 'slc_sdk_fresh' }, { status: 201 });
      }),
    );
    show();
    await user.click(await screen.findByRole('button', { name: 'Rotate shop' }));
    const dialog = await screen.findByRole('dialog', { name: 'Rotate shop' });
    await user.click(within(dialog).getByRole('button', { name: 'Make the new key' }));

    await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Cancel' })).toBeDisabled());
    expect(within(dialog).getByRole('button', { name: 'Close' })).toBeDisabled();
    fireEvent(dialog, new Event('cancel', { cancelable: true }));
    answer();
    expect(await within(dialog).findByLabelText('The new key of production')).toHaveValue('slc_sdk_fresh');
    fireEvent(dialog, new Event('cancel', { cancelable: true }));
    expect(within(dialog).getByRole('button', { name: 'Close' })).toBeDisabled();

    expect(within(dialog).getByLabelText('The new key of production')).toHaveValue('slc_sdk_fresh');
    await user.click(within(dialog).getByRole('button', { name: 'I have put it away' }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('whose rotation nobody answered are not called the old ones', async () => {
    server.use(http.post(`${KEYS}/:id/rotate`, () => HttpResponse.error()));
    show();

    await user.click(await screen.findByRole('button', { name: 'Rotate shop' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Make the new key' }));

    expect(await screen.findByText('It is not known whether the key was rotated')).toBeVisible();
    expect(screen.queryByText('The key was not rotated')).toBeNull();
  });

  test('are revoked only by who was told who still comes with them', async () => {
    show();

    await user.click(await screen.findByRole('button', { name: 'Revoke shop' }));
    const question = within(await screen.findByRole('dialog', { name: 'Revoke shop?' }));
    expect(question.getByText(/Last used by shop\/1\.4/)).toBeVisible();
    await user.click(question.getByRole('button', { name: 'Cancel' }));
    expect(acts).toEqual([]);

    await user.click(screen.getByRole('button', { name: 'Revoke shop' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Revoke shop' }));

    expect(await screen.findByText('shop is revoked; its streams are cut on every node.')).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('row', { name: /5c1f/ })).toBeNull());
    expect(acts).toEqual([{ act: 'DELETE /5c1f', body: undefined, csrf }]);
  });
});
