import { Problem, Unreachable } from './http';
import { readJson } from './json';

export interface RowsSent {
  /** As `addressOf` gives it. */
  address: string;
  method: 'POST' | 'DELETE';
  file: Blob;
  type: RowType;
  csrf: string;
  signal?: AbortSignal;
}

export type RowType = 'text/csv' | 'application/x-ndjson';

/** What the rows of a file look like, by its name, else by how it begins. */
export async function rowTypeOf(file: File): Promise<RowType> {
  if (/\.csv$/i.test(file.name)) {
    return 'text/csv';
  }
  if (/\.(ndjson|jsonl)$/i.test(file.name)) {
    return 'application/x-ndjson';
  }
  const start = (await file.slice(0, 64).text()).trimStart();
  return start.startsWith('{') ? 'application/x-ndjson' : 'text/csv';
}

const PIECE_BYTES = 1 << 20;
const NEWLINE = 10;

/** How many lines a file has: what a bar of progress goes up to. Read piece by piece, for it may be large. */
export async function countLines(file: Blob, signal?: AbortSignal): Promise<number> {
  let lines = 0;
  let last = NEWLINE;
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    const piece = new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer());
    signal?.throwIfAborted();
    for (const byte of piece) {
      if (byte === NEWLINE) {
        lines++;
      }
    }
    last = piece.at(-1) ?? last;
  }
  return last === NEWLINE ? lines : lines + 1;
}

/** Sends rows and gives those of the answer as they come. Throws `Problem` or `Unreachable`. */
export async function* exchangeRows<T>({ address, method, file, type, csrf, signal }: RowsSent): AsyncGenerator<T[]> {
  let response: Response;
  try {
    response = await fetch(address, {
      method,
      headers: { 'Content-Type': type, Accept: 'application/x-ndjson, application/problem+json', 'Sluice-Csrf': csrf },
      credentials: 'same-origin',
      cache: 'no-store',
      body: file,
      signal: signal ?? null,
    });
  } catch (cause) {
    throw signal?.aborted ? cause : new Unreachable(cause);
  }
  if (!response.ok || !response.body) {
    throw new Problem(response.status, problemOf(await response.text()));
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    yield lines.filter((line) => line !== '').map((line) => readJson(line) as T);
  }
  if (rest !== '') {
    yield [readJson(rest) as T];
  }
}

/** Sends rows, tells how much of them has gone, and gives the answer. Throws `Problem` or `Unreachable`. */
export async function uploadRows<T>(sent: RowsSent, onShare: (share: number) => void): Promise<T> {
  const { address, method, file, type, csrf, signal } = sent;
  const bytes = await file.arrayBuffer();
  return new Promise((resolve, reject) => {
    // fetch does not tell how much of a body has gone.
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.setRequestHeader('Content-Type', type);
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    request.setRequestHeader('Sluice-Csrf', csrf);
    request.upload.addEventListener('progress', ({ loaded, total }) => onShare(total === 0 ? 1 : loaded / total));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(readJson(request.responseText) as T);
      } else {
        reject(new Problem(request.status, problemOf(request.responseText)));
      }
    });
    request.addEventListener('error', () => reject(new Unreachable(undefined)));
    request.addEventListener('abort', () => reject(signal?.reason));
    signal?.addEventListener('abort', () => request.abort());
    request.send(bytes);
  });
}

function problemOf(text: string): object {
  try {
    const body: unknown = readJson(text);
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}
