import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keys } from '../../shared/keys';
import { renderInPlace } from '../../test/around';
import type { Change } from './api/list-changes';
import { ChangesPanel } from './changes-panel';

const REVERT = '/api/v1/projects/:project/flags/:flag/revert';

let stored: Change[];
let reverted: { of: string; body: unknown; ifMatch: string | null }[];
/** The version that a flag really has, where it is not the one that the list speaks of. */
let moved: Record<string, number>;

const server = setupServer(
  http.get('/api/v1/changes', () => HttpResponse.json({ items: stored, next: null })),
  http.post(REVERT, async ({ params, request }) => {
    const flag = String(params.flag);
    const ifMatch = request.headers.get('If-Match');
    const now = moved[flag];
    if (now !== undefined && ifMatch !== `"${now}"`) {
      return refusal(412, 'moved-on', 'the targeting has another version', { ETag: `"${now}"` });
    }
    reverted.push({ of: `${params.project} ${flag}`, body: await request.json(), ifMatch });
    stored.unshift(change(flag, { action: 'flag.revert', actor: 'admin' }));
    return HttpResponse.json({ changed: true, revision: 20, version: 9, environment: 'production', enabled: false });
  }),
);

function refusal(status: number, kind: string, detail: string, headers: Record<string, string> = {}) {
  return HttpResponse.json(
    { type: `urn:sluice:problem:${kind}`, title: 'Refused', status, detail },
    { status, headers },
  );
}

let seq: number;

/** Each flag goes from the version 4 to 5, and so on with its next changes. */
function change(flag: string, more: Partial<Change> = {}, minutesAgo = 1): Change {
  seq++;
  const before = 4 + stored.filter((one) => one.flag === flag).length;
  return {
    seq,
    at: new Date(Date.now() - minutesAgo * 60_000 + seq).toISOString(),
    actor: 'ada',
    actorKind: 'person',
    action: 'flag.on',
    comment: '',
    project: 'demo',
    environment: 'production',
    flag,
    sentence: { before: null, after: null },
    exposure: { before: null, after: null },
    emergency: false,
    revert: {
      path: `/api/v1/projects/demo/flags/${flag}/revert`,
      body: { environment: 'production', version: before },
    },
    ...more,
  };
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  seq = 0;
  stored = [];
  reverted = [];
  moved = {};
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const user = userEvent.setup();
const back = (flag: string) => screen.findByRole('button', { name: new RegExp(`^Take back: ${flag} in production`) });
const lines = () => screen.getAllByRole('listitem').map((line) => within(line).getByRole('link').textContent);

async function open() {
  const { client } = renderInPlace(<ChangesPanel />);
  await screen.findByRole('heading', { name: /^What changed/ });
  return () => client.invalidateQueries({ queryKey: keys.changes });
}

describe('taking back', () => {
  test('is one click for the latest change of a flag, and names the version that it was clicked for', async () => {
    stored = [change('a')];
    await open();

    await user.click(await back('a'));

    expect(await screen.findByText(/^a in production is as it was before /)).toBeInTheDocument();
    expect(reverted).toEqual([
      {
        of: 'demo a',
        body: { environment: 'production', version: 4, comment: 'Takes back change 1' },
        ifMatch: '"5"',
      },
    ]);
  });

  test('can not hit a line that moved: what is new waits until somebody wants to see it', async () => {
    stored = [change('a')];
    stored.unshift(change('b'));
    const again = await open();
    await back('a');

    stored.unshift(change('c'));
    stored.unshift(change('d'));
    await again();
    const more = await screen.findByRole('button', { name: '2 new changes' });
    expect(lines()).toEqual(['b', 'a']);
    expect(screen.getByText('4 changes of 4 flags by ada.')).toBeVisible();
    await user.click(more);

    expect(lines()).toEqual(['d', 'c', 'b', 'a']);
    expect(screen.getAllByRole('listitem')[0]).toHaveFocus();
  });

  test('leads by a mark on the error rate even to a line that waits', async () => {
    stored = [change('a')];
    const again = await open();
    stored.unshift(change('b'));
    await again();
    await screen.findByRole('button', { name: '1 new change' });

    act(() => document.getElementById('change-demo-2')?.focus());

    expect(lines()).toEqual(['b', 'a']);
    expect(screen.getAllByRole('listitem')[0]).toHaveFocus();
  });

  test('of what is not the latest any more asks, and says what goes with it', async () => {
    stored = [change('a')];
    const again = await open();
    await back('a');

    stored.unshift(change('a', { actor: 'ben', action: 'flag.off' }));
    await again();
    await user.click(await screen.findByRole('button', { name: /^Back to before: a in production, change 1/ }));
    const question = within(await screen.findByRole('dialog'));
    expect(question.getByText(/^What came after it goes too: ben disabled it at \d\d:\d\d\.$/)).toBeVisible();
    expect(reverted).toEqual([]);
    await user.click(question.getByRole('button', { name: 'Take back a' }));

    await waitFor(() => expect(reverted).toHaveLength(1));
    expect(reverted[0]).toMatchObject({ body: { version: 4 }, ifMatch: '"6"' });
  });

  test('overwrites nothing that this page has not heard of', async () => {
    stored = [change('a', { project: 'shop' })];
    moved = { a: 7 };
    await open();

    await user.click(await back('a'));
    const question = within(await screen.findByRole('dialog', { name: 'a in production of shop was changed again' }));
    await user.click(question.getByRole('button', { name: 'Cancel' }));
    expect(reverted).toEqual([]);

    await user.click(await back('a'));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Take back a' }));
    await waitFor(() => expect(reverted).toMatchObject([{ of: 'shop a', ifMatch: '"7"' }]));
  });

  test('that nobody answered is not called undone', async () => {
    stored = [change('a')];
    server.use(http.post(REVERT, () => HttpResponse.error()));
    await open();

    await user.click(await back('a'));

    expect(
      await screen.findByText('It is not known whether a in production was taken back: the server did not answer.'),
    ).toBeInTheDocument();
  });
});

describe('the answer', () => {
  test('is that it was no flag only while the server says so', async () => {
    stored = [change('a', {}, 45)];
    const again = await open();
    expect(await screen.findByText(/^Nothing\. If something broke/)).toBeVisible();

    server.use(http.get('/api/v1/changes', () => refusal(503, 'store-away', 'the store is away')));
    await again();

    expect(
      await screen.findByText(/^No change as of \d\d:\d\d, just now\. What came after that is not known/),
    ).toBeVisible();
    expect(screen.queryByText(/^Nothing/)).toBeNull();
    expect(await back('a')).toBeEnabled();
  });
});
