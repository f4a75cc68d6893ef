import { screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { keys } from '../../shared/keys';
import { renderInPlace } from '../../test/around';
import type { Change } from './api/list-changes';
import { ErrorRate } from './error-rate';

const CHANGES = '/api/v1/changes';
const MEASURES = '/api/v1/projects/demo/environments/production/measures';

function change(flag: string): Change {
  return {
    seq: 1,
    at: new Date().toISOString(),
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
    revert: null,
  };
}

const away = () =>
  HttpResponse.json({ type: 'urn:sluice:problem:store-away', title: 'Away', status: 503 }, { status: 503 });
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

test('errors that can’t be read are not called none', async () => {
  server.use(
    http.get(CHANGES, () => HttpResponse.json({ items: [change('a')], next: null })),
    http.get(MEASURES, away),
  );

  renderInPlace(<ErrorRate />);

  expect(await screen.findByText('What was counted for a can’t be read.')).toBeVisible();
  expect(screen.queryByText(/No program reports/)).toBeNull();
});

test('flags that are not known to have changed are not called unchanged', async () => {
  server.use(http.get(CHANGES, away));

  renderInPlace(<ErrorRate />);

  expect(await screen.findByText('It is not known which flags of production were changed lately')).toBeVisible();
  expect(screen.queryByText(/No flag was changed/)).toBeNull();
});

test('what was read before the server went away says from when it is', async () => {
  server.use(http.get(CHANGES, () => HttpResponse.json({ items: [], next: null })));
  const { client } = renderInPlace(<ErrorRate />);
  expect(await screen.findByText(/^No flag was changed here lately/)).toBeVisible();

  server.use(http.get(CHANGES, away));
  await client.invalidateQueries({ queryKey: keys.changes });

  await waitFor(() => expect(screen.getByText(/^No flag was changed/)).toHaveTextContent(/This is as of \d\d:\d\d/));
});
