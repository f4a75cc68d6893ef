import { delay, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { call, isDoubtful, isGone, notDone, Problem, Unreachable } from './http';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  server.resetHandlers();
});
afterAll(() => server.close());

const PLACE = { project: 'demo', flag: 'a', environment: 'production' };

function switchOff(signal?: AbortSignal) {
  const asked = call('POST /projects/{project}/flags/{flag}/environments/{environment}/off', {
    path: PLACE,
    csrf: 'c',
    ...(signal ? { signal } : {}),
  });
  return asked.then(
    () => new Error('it was answered'),
    (error: Error) => error,
  );
}

function silent() {
  server.use(
    http.post('*/off', async () => {
      await delay('infinite');
    }),
  );
}

test('a request that nobody answers ends, and what came of it is not known', async () => {
  vi.useFakeTimers();
  silent();

  const asked = switchOff();
  await vi.advanceTimersByTimeAsync(15_000);

  const error = await asked;
  expect(error).toBeInstanceOf(Unreachable);
  expect(isDoubtful(error)).toBe(true);
  expect(notDone('a', 'switched off', error)).toBe(
    'It is not known whether a was switched off: the server did not answer.',
  );
});

test('an answer that begins and never ends, ends too', async () => {
  vi.useFakeTimers();
  // As a browser does it; what stands in for the network here does not end a body that was begun.
  vi.stubGlobal('fetch', async (_: string, { signal }: { signal: AbortSignal }) => ({
    text: () => new Promise((__, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  }));

  const asked = switchOff();
  await vi.advanceTimersByTimeAsync(80_000);

  expect(await asked).toBeInstanceOf(Unreachable);
});

test('who leaves is told nothing of a server that is away', async () => {
  silent();
  const leaving = new AbortController();

  const asked = switchOff(leaving.signal);
  leaving.abort();

  expect(await asked).not.toBeInstanceOf(Unreachable);
});

test('a refusal is one, in the words of the server', () => {
  const refused = new Problem(409, { type: 'urn:sluice:problem:conflict', detail: 'a is archived' });

  expect(isDoubtful(refused)).toBe(false);
  expect(notDone('a', 'switched off', refused)).toBe('a was not switched off: a is archived');
});

test.each([
  new Problem(503, { type: 'urn:sluice:problem:outcome-unknown' }),
  new Problem(504, {}),
  new Problem(502, {}),
])('a write that may have been done is doubtful: %#', (error) => {
  expect(isDoubtful(error)).toBe(true);
});

test('only the server itself says that something is gone, not a proxy before it', () => {
  expect(isGone(new Problem(404, { type: 'urn:sluice:problem:not-found' }))).toBe(true);
  expect(isGone(new Problem(404, {}))).toBe(false);
  expect(isGone(new Problem(503, { type: 'urn:sluice:problem:store-away' }))).toBe(false);
});
