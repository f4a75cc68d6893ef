import { Blob as BlobOfNode } from 'node:buffer';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countLines, exchangeRows, rowTypeOf, uploadRows } from './rows';

const ADDRESS = '/api/v1/rows';
const server = setupServer(
  http.post(ADDRESS, async ({ request }) => {
    if (request.headers.get('Content-Type') !== 'text/csv') {
      return HttpResponse.json(
        { type: 'urn:sluice:problem:invalid', title: 'Refused', status: 422, detail: 'not these rows', errors: [] },
        { status: 422 },
      );
    }
    const text = await request.text();
    const pieces = ['{"row":1', '}\n{"row":2}\n', '{"rows":', `${JSON.stringify(text)}}`];
    const encoder = new TextEncoder();
    return new HttpResponse(
      new ReadableStream({
        start(controller) {
          for (const piece of pieces) {
            controller.enqueue(encoder.encode(piece));
          }
          controller.close();
        },
      }),
      { headers: { 'Content-Type': 'application/x-ndjson' } },
    );
  }),
  http.delete(ADDRESS, () => HttpResponse.json({ removed: 2 })),
);
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

/** jsdom has a Blob of its own that no fetch can send. */
function blob(text: string): Blob {
  return new BlobOfNode([text]) as unknown as Blob;
}

const address = new URL(ADDRESS, window.location.href).href;

test('rows of an answer come whole, wherever the network has cut them', async () => {
  const file = blob('key\nu1\n');
  const rows: unknown[] = [];
  for await (const some of exchangeRows({ address, method: 'POST', file, type: 'text/csv', csrf: 'c' })) {
    rows.push(...some);
  }

  expect(rows).toEqual([{ row: 1 }, { row: 2 }, { rows: 'key\nu1\n' }]);
});

test('a refusal is a problem with the words of the server', async () => {
  const sent = { address, method: 'POST', file: blob('x'), type: 'application/x-ndjson', csrf: 'c' } as const;

  await expect(exchangeRows(sent).next()).rejects.toMatchObject({
    name: 'Problem',
    status: 422,
    message: 'not these rows',
  });
  await expect(uploadRows(sent, () => {})).rejects.toMatchObject({
    name: 'Problem',
    status: 422,
    message: 'not these rows',
  });
});

test('an upload gives the answer', async () => {
  const file = blob('"u1"\n');

  const answer = await uploadRows(
    { address, method: 'DELETE', file, type: 'application/x-ndjson', csrf: 'c' },
    () => {},
  );

  expect(answer).toEqual({ removed: 2 });
});

test.each([
  ['', 0],
  ['a', 1],
  ['a\n', 1],
  ['a\nb', 2],
  ['a\nb\n', 2],
])('%j has the right number of lines', async (text, lines) => {
  expect(await countLines(new Blob([text]))).toBe(lines);
});

test('the form of a file is known by its name, else by how it begins', async () => {
  expect(await rowTypeOf(new File(['{'], 'a.csv'))).toBe('text/csv');
  expect(await rowTypeOf(new File(['key'], 'a.jsonl'))).toBe('application/x-ndjson');
  expect(await rowTypeOf(new File(['  {"key"'], 'a.txt'))).toBe('application/x-ndjson');
  expect(await rowTypeOf(new File(['key\n'], 'a.txt'))).toBe('text/csv');
});
