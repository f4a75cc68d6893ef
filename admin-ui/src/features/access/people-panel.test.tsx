import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { renderInPlace } from '../../test/around';
import type { User } from './api/list-users';
import { PeoplePanel } from './people-panel';
import { TokensPanel } from './tokens-panel';

const AT = '2026-11-21T08:00:00Z';
const projects = [
  { key: 'demo', name: 'Demo', archived: false, environments: [{ key: 'production' }, { key: 'development' }] },
] as unknown as Parameters<typeof PeoplePanel>[0]['projects'];

let people: User[];
let acts: { act: string; body: unknown; ifMatch: string | null }[];
let refusal: { pointer: string; detail: string } | undefined;

async function note(request: Request) {
  const text = await request.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  const path = new URL(request.url).pathname.replace('/api/v1', '');
  acts.push({ act: `${request.method} ${path}`, body, ifMatch: request.headers.get('If-Match') });
  return body;
}

const server = setupServer(
  http.get('/api/v1/users', () => HttpResponse.json({ items: people, next: null })),
  http.get('/api/v1/tokens', () => HttpResponse.json({ items: [], next: null })),
  http.post('/api/v1/users', async ({ request }) => {
    const body = (await note(request)) as Partial<User>;
    if (refusal) {
      return HttpResponse.json(
        { type: 'urn:sluice:problem:invalid', title: 'Refused', status: 422, detail: 'no', errors: [refusal] },
        { status: 422 },
      );
    }
    return HttpResponse.json({ ...person('eve'), ...body, link: 'http://here/#link=abc' }, { status: 201 });
  }),
  http.post('/api/v1/tokens', async ({ request }) => {
    await note(request);
    return HttpResponse.json({ id: 't1', token: 'slc_api_once' }, { status: 201 });
  }),
  http.patch('/api/v1/users/:user', async ({ request, params }) => {
    const body = (await note(request)) as Partial<User>;
    people = people.map((one) => (one.name === params.user ? { ...one, ...body, version: one.version + 1 } : one));
    return HttpResponse.json(people.find(({ name }) => name === params.user));
  }),
  http.delete('/api/v1/users/:user', async ({ request, params }) => {
    await note(request);
    people = people.filter(({ name }) => name !== params.user);
    return new HttpResponse(null, { status: 204 });
  }),
);

function person(name: string): User {
  return {
    name,
    displayName: '',
    grants: [{ project: 'demo', environment: 'production', role: 'releaser' }],
    active: true,
    passwordSet: true,
    version: 4,
    createdAt: AT,
    createdBy: 'admin',
  };
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  people = [person('ada'), person('ana')];
  acts = [];
  refusal = undefined;
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const user = userEvent.setup();

describe('people', () => {
  test('are invited with roles in places, and get a link that is shown once', async () => {
    renderInPlace(<PeoplePanel projects={projects} self="ada" />);

    await user.click(await screen.findByRole('button', { name: 'Invite somebody' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/^Name/), 'eve');
    await user.click(dialog.getByRole('button', { name: 'Add a role' }));
    await user.selectOptions(dialog.getByLabelText('Role 1'), 'editor');
    await user.selectOptions(dialog.getByLabelText('Environment of role 1'), 'development');
    await user.click(dialog.getByRole('button', { name: 'Make the link' }));

    expect(await dialog.findByRole('textbox', { name: 'The link for eve' })).toHaveValue('http://here/#link=abc');
    const grants = [{ project: 'demo', environment: 'development', role: 'editor' }];
    expect(acts).toEqual([{ act: 'POST /users', body: { name: 'eve', displayName: '', grants }, ifMatch: null }]);
  });

  test('with a right that may not be given are refused at that right', async () => {
    refusal = { pointer: '/grants/0/role', detail: 'role: you are no administrator there' };
    renderInPlace(<PeoplePanel projects={projects} self="ada" />);

    await user.click(await screen.findByRole('button', { name: 'Invite somebody' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/^Name/), 'eve');
    await user.click(dialog.getByRole('button', { name: 'Add a role' }));
    await user.click(dialog.getByRole('button', { name: 'Make the link' }));

    expect(await dialog.findByRole('alert')).toHaveTextContent(refusal.detail);
  });

  test('are kept out and let in again on the version that was read', async () => {
    renderInPlace(<PeoplePanel projects={projects} self="ada" />);

    await user.click(await screen.findByRole('button', { name: 'Keep ana out' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Keep ana out' }));
    await user.click(await screen.findByRole('button', { name: 'Let ana in again' }));

    await waitFor(() => expect(acts).toHaveLength(2));
    expect(acts).toEqual([
      { act: 'PATCH /users/ana', body: { active: false }, ifMatch: '"4"' },
      { act: 'PATCH /users/ana', body: { active: true }, ifMatch: '"5"' },
    ]);
  });

  test('are removed only by who types their name, and nobody removes themselves', async () => {
    renderInPlace(<PeoplePanel projects={projects} self="ada" />);

    await user.click(await screen.findByRole('button', { name: 'Remove ana' }));
    const question = within(await screen.findByRole('dialog', { name: 'Remove ana?' }));
    expect(question.getByRole('button', { name: 'Remove ana' })).toBeDisabled();
    await user.type(question.getByLabelText('Type ana to go on'), 'ana');
    await user.click(question.getByRole('button', { name: 'Remove ana' }));

    expect(await screen.findByText('ana is removed; their sessions are over.')).toBeVisible();
    expect(acts).toMatchObject([{ act: 'DELETE /users/ana', ifMatch: '"4"' }]);
    expect(screen.queryByRole('button', { name: 'Remove ada' })).toBeNull();
  });
});

test('a token is made with its rights and its end, and shown once', async () => {
  renderInPlace(<TokensPanel projects={projects} />);

  await user.click(await screen.findByRole('button', { name: 'Make a token' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByLabelText(/^Name/), 'pipeline');
  await user.selectOptions(dialog.getByLabelText('Good for'), '30 days');
  await user.selectOptions(dialog.getByLabelText('Role 1'), 'releaser');
  await user.click(dialog.getByRole('button', { name: 'Make the token' }));

  expect(await dialog.findByRole('textbox', { name: 'The token pipeline' })).toHaveValue('slc_api_once');
  const grants = [{ project: 'demo', environment: '*', role: 'releaser' }];
  expect(acts[0]?.body).toEqual({ name: 'pipeline', grants, expiresIn: 'P30D' });
});
