import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { follow, type StreamTiming } from './stream';

const PATH = '/projects/demo/events';
// An answer has to come within the silence too, on a busy machine as well.
const TIMING: StreamTiming = { silenceMillis: 3_000, firstPauseMillis: 1, longestPauseMillis: 4 };
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());
let leaving = new AbortController();
afterEach(() => {
  leaving.abort();
  leaving = new AbortController();
});

/** Answers one after the other; the last one for ever. */
function answers(...responses: (() => Response)[]) {
  let asked = 0;
  server.use(
    http.get(`/api/v1${PATH}`, () => {
      const respond = responses[Math.min(asked++, responses.length - 1)];
      return respond?.();
    }),
  );
}

function stream(text: string, ends: boolean): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      if (ends) {
        controller.close();
      }
    },
  });
  return new HttpResponse(body, { headers: { 'Content-Type': 'text/event-stream' } });
}

/** What the listener hears, until it has heard `last`. */
function heardUntil(last: string): Promise<string[]> {
  const heard: string[] = [];
  return new Promise((resolve) => {
    const note = (what: string) => {
      heard.push(what);
      if (what === last) {
        resolve(heard);
      }
    };
    void follow(
      PATH,
      {
        onOpen: () => note('open'),
        onEvent: ({ data }) => note(data),
        onAway: (status) => note(`away ${status}`),
      },
      leaving.signal,
      TIMING,
    );
  });
}

test('a stream that ends is opened again', async () => {
  answers(
    () => stream('data: one\n\n', true),
    () => stream('data: two\n\n', false),
  );

  expect(await heardUntil('two')).toEqual(['open', 'one', 'away undefined', 'open', 'two']);
});

test('a stream that is open but silent is given up and opened again', async () => {
  answers(
    () => stream('data: one\n\n', false),
    () => stream('data: two\n\n', false),
  );

  expect(await heardUntil('two')).toEqual(['open', 'one', 'away undefined', 'open', 'two']);
});

test('a refusal is told with its status and tried again for as long as it takes', async () => {
  answers(
    () => new HttpResponse(null, { status: 502 }),
    () => new HttpResponse(null, { status: 401 }),
    () => HttpResponse.error(),
    () => stream('data: at last\n\n', false),
  );

  expect(await heardUntil('at last')).toEqual(['away 502', 'away 401', 'away undefined', 'open', 'at last']);
});

test('leaving ends it, and nobody is told that the stream is away', async () => {
  answers(() => stream('data: one\n\n', false));
  const heard: string[] = [];

  await follow(
    PATH,
    {
      onOpen: () => heard.push('open'),
      onEvent: () => leaving.abort(),
      onAway: () => heard.push('away'),
    },
    leaving.signal,
    TIMING,
  );

  expect(heard).toEqual(['open']);
});
