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

  constructor(status: number, body: { type?: string; title?: string; detail?: string; errors?: FieldError[] }) {
    super(body.detail ?? body.title ?? `The server answered with status ${status}.`);
    this.name = 'Problem';
    this.type = body.type ?? 'about:blank';
    this.status = status;
    this.title = body.title ?? `Status ${status}`;
    this.errors = body.errors ?? [];
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

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** Needed by everything that changes something while signed in by cookie. */
  csrf?: string | undefined;
  signal?: AbortSignal;
}

/** Calls the REST API and gives the body of its answer; throws `Problem` or `Unreachable`. */
export async function call<T>(path: string, { method = 'GET', body, csrf, signal }: Call = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json' };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (csrf !== undefined) {
    headers['Sluice-Csrf'] = csrf;
  }

  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
  } catch (cause) {
    if (signal?.aborted) {
      throw cause;
    }
    throw new Unreachable(cause);
  }

  const answer = await bodyOf(response);
  if (!response.ok) {
    throw new Problem(response.status, isObject(answer) ? answer : {});
  }
  return answer as T;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    // A proxy in between may answer in HTML; the status alone must do then.
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, never> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
