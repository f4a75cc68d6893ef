import type { AnswerOf, CallOf, Route } from './api/routes';
import { readJson, writeJson } from './json';

export type { Schema } from './api/routes';

/** One fault of a request, at a place in its body: `pointer` is a JSON Pointer such as `/percentage`. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** The server answered with problem details (RFC 9457). */
export class Problem extends Error {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly errors: readonly FieldError[];
  /** Of a refusal because something moved on: the version that it has now. */
  readonly etag: string | null;

  constructor(
    status: number,
    body: { type?: string; title?: string; detail?: string; errors?: FieldError[] },
    etag: string | null = null,
  ) {
    super(body.detail ?? body.title ?? `The server answered with status ${status}.`);
    this.name = 'Problem';
    this.type = body.type ?? 'about:blank';
    this.status = status;
    this.title = body.title ?? `Status ${status}`;
    this.errors = body.errors ?? [];
    this.etag = etag;
  }

  /** What the server says about this place of the body, if it says anything. */
  at(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.detail;
  }
}

/** No answer came: the server is away, or the way to it is. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('The server did not answer.', { cause });
    this.name = 'Unreachable';
  }
}

/** Whether an act that ended like this may have been done all the same: it was sent, and nobody said what came of it. */
export function isDoubtful(error: Error): boolean {
  return (
    error instanceof Unreachable ||
    (error instanceof Problem && (error.type.endsWith(':outcome-unknown') || PROXY_GAVE_UP.includes(error.status)))
  );
}

/** "shop was not revoked: …", or that this is not known. */
export function notDone(subject: string, deed: string, error: Error): string {
  return isDoubtful(error)
    ? `It is not known whether ${subject} was ${deed}: the server did not answer.`
    : `${subject} was not ${deed}: ${error.message}`;
}

/** Whether the server itself says that there is no such thing, or not for this person; a proxy's 404 says neither. */
export function isGone(error: Error | null): error is Problem {
  return (
    error instanceof Problem &&
    (error.status === 404 || error.status === 403) &&
    error.type.startsWith('urn:sluice:problem:')
  );
}

/** What a proxy answers with when the server did not answer it. */
const PROXY_GAVE_UP: readonly number[] = [502, 504];

/** A server that has not begun to answer by then is away, whatever the connection says. */
const ANSWER_MILLIS = 15_000;
/** For the rest of an answer that has begun: lists may be long, and lines bad. */
const BODY_MILLIS = 60_000;

/** What was read, and its version to be given back as If-Match. */
export interface Versioned<T> {
  body: T;
  etag: string;
}

/** Calls a route of the REST API and gives the body of its answer; throws `Problem` or `Unreachable`. */
export async function call<R extends Route>(route: R, options: CallOf<R>): Promise<AnswerOf<R>> {
  return (await answerOf(route, options as Asked)).body as AnswerOf<R>;
}

/** Like `call`, of what is read to be edited, or was edited: with its version. */
export async function callForVersion<R extends Route>(route: R, options: CallOf<R>): Promise<Versioned<AnswerOf<R>>> {
  const { body, etag } = await answerOf(route, options as Asked);
  if (etag === null) {
    throw new Error(`${route} answered without an ETag`);
  }
  return { body: body as AnswerOf<R>, etag };
}

/** The same of every call, its types left behind. */
interface Asked {
  path?: Readonly<Record<string, unknown>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
  csrf?: string | undefined;
  ifMatch?: string | undefined;
  signal?: AbortSignal;
  answerMillis?: number;
}

async function answerOf(
  route: string,
  { path, query, body, csrf, ifMatch, signal, answerMillis = ANSWER_MILLIS }: Asked,
) {
  const [method = 'GET', template = ''] = route.split(' ');
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json' };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (csrf !== undefined) {
    headers['Sluice-Csrf'] = csrf;
  }
  if (ifMatch !== undefined) {
    headers['If-Match'] = ifMatch;
  }

  const patience = new AbortController();
  let timer = setTimeout(() => patience.abort(), answerMillis);
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(addressOf(template, path, query), {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      body: body === undefined ? null : writeJson(body),
      signal: signal ? AbortSignal.any([signal, patience.signal]) : patience.signal,
    });
    clearTimeout(timer);
    timer = setTimeout(() => patience.abort(), BODY_MILLIS);
    answer = await bodyOf(response);
  } catch (cause) {
    throw signal?.aborted ? cause : new Unreachable(cause);
  } finally {
    clearTimeout(timer);
  }

  const etag = response.headers.get('ETag');
  if (!response.ok) {
    throw new Problem(response.status, isObject(answer) ? answer : {}, etag);
  }
  return { body: answer, etag };
}

/** Where a route is, with the variable parts of its path and its query filled in; undefined query parameters are left out. */
export function addressOf(
  template: string,
  path: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name])));
  const asked = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  return `/api/v1${filled}${asked.size === 0 ? '' : `?${asked}`}`;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? undefined : readJson(text);
  } catch {
    // A proxy in between may answer in HTML; the status alone must do then.
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, never> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
