import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { csrf, renderInPlace } from '../../test/around';
import type { Segment } from './api/get-segment';
import type { ConditionsForm } from './rules-panel';
import { SegmentView } from './segment-view';

const STAFF = '/api/v1/projects/demo/environments/production/segments/staff';
/** Stands for "long" in what is stored: no number of JavaScript can. */
const ACCOUNT = '1234567890123456789';
const AT = '2026-11-21T08:00:00Z';

let stored: Segment;
let saved: { body: unknown; ifMatch: string | null; csrf: string | null }[];
/** The last change, to the letter. */
let patch: string;
let sent: { act: string; list: string | null; type: string | null; rows: string }[];

const server = setupServer(
  http.get(STAFF, () => {
    const text = JSON.stringify(stored).replaceAll('"long"', ACCOUNT);
    return new HttpResponse(text, { headers: { 'Content-Type': 'application/json', ETag: `"${stored.version}"` } });
  }),
  http.patch(STAFF, async ({ request }) => {
    const ifMatch = request.headers.get('If-Match');
    if (ifMatch !== `"${stored.version}"`) {
      return problem(412, 'it moved on');
    }
    patch = await request.text();
    const { comment, ...body } = JSON.parse(patch) as Partial<Segment> & { comment?: string };
    saved.push({ body: { ...body, comment }, ifMatch, csrf: request.headers.get('Sluice-Csrf') });
    if (body.rules?.some(({ id }) => id === '')) {
      return problem(422, 'the body is not allowed', { pointer: '/rules/0/id', detail: 'id: "" is not allowed' });
    }
    stored = { ...stored, ...body, version: stored.version + 1 };
    return HttpResponse.json(stored);
  }),
  http.all(`${STAFF}/members`, async ({ request }) => {
    const rows = await request.text();
    const list = new URL(request.url).searchParams.get('list');
    sent.push({ act: request.method, list, type: request.headers.get('Content-Type'), rows });
    if (rows.includes('bad')) {
      return problem(422, 'row 2: the key is empty');
    }
    stored = { ...stored, included: [...stored.included, 'grace'], version: stored.version + 1 };
    return HttpResponse.json({ note: '1 key added to staff; it has 2 now.' });
  }),
);

function problem(status: number, detail: string, ...errors: { pointer: string; detail: string }[]) {
  return HttpResponse.json(
    { type: 'urn:sluice:problem:test', title: 'Refused', status, detail, errors },
    { status, headers: { 'Content-Type': 'application/problem+json', ETag: `"${stored.version}"` } },
  );
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  stored = {
    key: 'staff',
    description: 'people of ours',
    included: ['ada'],
    excluded: [],
    rules: [{ id: 'mail', when: [{ attribute: 'email', op: 'endsWith', values: ['@shop.example'] }] }],
    version: 3,
    lastChange: { at: AT, actor: 'ana', action: 'segment.put', comment: '' },
  };
  saved = [];
  sent = [];
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const user = userEvent.setup();
/** The page brings the form along; here it is one button. */
const conditions: ConditionsForm = ({ name, when, onChange }) => (
  <button type="button" onClick={() => onChange([...when, { attribute: 'plan', op: 'in', values: ['gold'] }])}>
    Add a condition to {name}
  </button>
);

async function show(role: 'admin' | 'viewer' = 'admin') {
  const rendered = renderInPlace(
    <SegmentView project="demo" environment="production" segment="staff" conditions={conditions} onGone={() => {}} />,
    { grants: [{ project: '*', environment: '*', role }] },
  );
  await screen.findByRole('heading', { name: 'staff' });
  return rendered;
}

describe('the keys of a segment', () => {
  test('are typed in, and the server says what came of it', async () => {
    await show();

    await user.type(screen.getByLabelText('Add keys'), 'grace, alan');
    await user.click(screen.getByRole('button', { name: 'Add them' }));

    expect(await screen.findByText('1 key added to staff; it has 2 now.')).toBeVisible();
    expect(sent).toEqual([{ act: 'POST', list: 'included', type: 'application/x-ndjson', rows: '"grace"\n"alan"\n' }]);
    const list = within(screen.getByRole('list', { name: 'Keys that are included' }));
    expect(await list.findByText('grace')).toBeVisible();
  });

  test('come from a file into the list that is looked at', async () => {
    await show();

    await user.click(screen.getByRole('radio', { name: 'Excluded (0)' }));
    await user.upload(screen.getByLabelText('A file of keys'), new File(['key\nu1\n'], 'people.csv'));

    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toEqual({ act: 'POST', list: 'excluded', type: 'text/csv', rows: 'key\nu1\n' });
  });

  test('are removed by a file only when that was meant', async () => {
    await show();

    await user.click(screen.getByRole('radio', { name: 'Remove those of a file' }));
    await user.upload(screen.getByLabelText('A file of keys'), new File(['key\nu1\n'], 'people.csv'));
    const question = within(await screen.findByRole('dialog', { name: 'Remove the keys of people.csv?' }));
    expect(sent).toEqual([]);
    await user.click(question.getByRole('button', { name: 'Remove these keys' }));

    await waitFor(() => expect(sent.map(({ act }) => act)).toEqual(['DELETE']));
  });

  test('that can not be taken say which row is wrong', async () => {
    await show();

    await user.upload(screen.getByLabelText('A file of keys'), new File(['key\nbad\n'], 'people.csv'));

    expect(await screen.findByText('row 2: the key is empty')).toBeVisible();
  });
});

describe('the keys of a segment, one by one,', () => {
  test('go when that was meant, and leave what is being typed', async () => {
    await show();
    await user.type(screen.getByLabelText('Add keys'), 'grace');

    await user.click(screen.getByRole('button', { name: 'Remove ada' }));
    const question = within(await screen.findByRole('dialog', { name: 'Remove ada from those included?' }));
    expect(sent).toEqual([]);
    await user.click(question.getByRole('button', { name: 'Remove ada' }));

    await waitFor(() => expect(sent.map(({ act, rows }) => [act, rows])).toEqual([['DELETE', '"ada"\n']]));
    await screen.findByText('1 key added to staff; it has 2 now.');
    expect(screen.getByLabelText('Add keys')).toHaveValue('grace');
  });
});

describe('the description of a segment', () => {
  const field = () => screen.getByRole('textbox', { name: 'Description' });

  test('is saved on the version that its text was begun on, whatever was read since', async () => {
    const { client } = await show();
    await user.type(field(), ' and friends');

    stored = { ...stored, description: 'by grace', version: 4, lastChange: { ...stored.lastChange, actor: 'grace' } };
    await client.invalidateQueries();
    expect(await screen.findByText(/grace changed this segment meanwhile/)).toBeVisible();
    expect(screen.getByText(/It says now: “by grace”/)).toBeVisible();
    await user.type(field(), '{Enter}');
    expect(saved).toEqual([]);
    expect(field()).toHaveValue('people of ours and friends');
    await user.click(screen.getByRole('button', { name: 'Save mine over it' }));

    await waitFor(() => expect(saved.map(({ ifMatch }) => ifMatch)).toEqual(['"4"']));
    expect(saved[0]?.body).toEqual({ description: 'people of ours and friends' });
  });

  test('on a version that moved on unseen is refused, and is still there', async () => {
    await show();
    await user.type(field(), ' and friends');

    stored = { ...stored, version: 4, lastChange: { ...stored.lastChange, actor: 'grace' } };
    await user.click(screen.getByRole('button', { name: 'Save' }));

    expect(await screen.findByText(/grace changed this segment meanwhile/)).toBeVisible();
    expect(field()).toHaveValue('people of ours and friends');
    expect(saved).toEqual([]);
  });
});

describe('the rules of a segment', () => {
  test('are saved on the version that was read, with a comment', async () => {
    await show();

    await user.click(screen.getByRole('button', { name: 'Add a condition to rule mail' }));
    await user.type(screen.getByLabelText('Comment for the audit log'), 'gold only');
    await user.click(screen.getByRole('button', { name: 'Save the rules' }));

    await waitFor(() => expect(screen.queryByRole('button', { name: 'Save the rules' })).toBeNull());
    expect(saved).toEqual([
      {
        body: {
          rules: [
            {
              id: 'mail',
              when: [
                { attribute: 'email', op: 'endsWith', values: ['@shop.example'] },
                { attribute: 'plan', op: 'in', values: ['gold'] },
              ],
            },
          ],
          comment: 'gold only',
        },
        ifMatch: '"3"',
        csrf,
      },
    ]);
  });

  test('with a number that JavaScript would round are saved as they came', async () => {
    stored = { ...stored, rules: [{ id: 'mail', when: [{ attribute: 'account', op: 'in', values: ['long'] }] }] };
    await show();

    await user.click(screen.getByRole('button', { name: 'Add a condition to rule mail' }));
    await user.click(screen.getByRole('button', { name: 'Save the rules' }));

    await waitFor(() => expect(saved).toHaveLength(1));
    expect(patch).toContain(`{"attribute":"account","op":"in","values":[${ACCOUNT}]}`);
  });

  test('that somebody else has changed meanwhile are not overwritten unless that is meant', async () => {
    await show();
    await user.click(screen.getByRole('button', { name: 'Add a condition to rule mail' }));
    stored = { ...stored, version: 4, lastChange: { ...stored.lastChange, actor: 'grace' } };

    await user.click(screen.getByRole('button', { name: 'Save the rules' }));
    await screen.findByText(/changed this segment meanwhile/);
    expect(saved).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Save mine over it' }));

    await waitFor(() => expect(saved.map(({ ifMatch }) => ifMatch)).toEqual(['"4"']));
  });

  test('can not be changed while they are being saved: what is shown is what is sent', async () => {
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    server.use(
      http.patch(STAFF, async () => {
        await held;
        return HttpResponse.json(stored);
      }),
    );
    await show();
    await user.click(screen.getByRole('button', { name: 'Add a condition to rule mail' }));
    await user.click(screen.getByRole('button', { name: 'Save the rules' }));

    await waitFor(() => expect(screen.getByLabelText('Rule')).toBeDisabled());
    expect(screen.getByRole('button', { name: 'Add a rule' })).toBeDisabled();
    answer();
    await waitFor(() => expect(screen.getByLabelText('Rule')).toBeEnabled());
  });

  test('that the server refuses say why at the field', async () => {
    await show();

    await user.clear(screen.getByLabelText('Rule'));
    await user.click(screen.getByRole('button', { name: 'Save the rules' }));

    expect(await screen.findByText('id: "" is not allowed')).toBeVisible();
    expect(screen.getByLabelText('Rule')).toHaveAttribute('aria-invalid', 'true');
  });
});

test('who may only look sees everything and changes nothing', async () => {
  await show('viewer');

  expect(screen.getByText('ada')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Remove ada' })).toBeNull();
  expect(screen.getByLabelText('Add keys')).toBeDisabled();
  expect(screen.getByRole('button', { name: 'Add a rule' })).toBeDisabled();
  expect(screen.getByRole('button', { name: 'Delete' })).toBeDisabled();
  expect(screen.getAllByText('Needs the role editor in production; you are a viewer there.').length).toBeGreaterThan(1);
});
