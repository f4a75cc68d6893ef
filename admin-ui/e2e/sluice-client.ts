import { setTimeout as pause } from 'node:timers/promises';

const REPEATED_FOR_MILLIS = 60_000;
const STORE_TOO_SLOW = /:(outcome-unknown|store-unavailable)"/;

/** A server that runs, as programs see it. */
export class SluiceClient {
  constructor(
    readonly origin: string,
    readonly token: string,
  ) {}

  /**
   * Calls the REST API with the admin token; again while Redis is too slow for the second that it has, for that is the machine's doing.
   * What is made twice so "exists already": then it was made by the call whose outcome was not known, and nothing is given back.
   */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const until = Date.now() + REPEATED_FOR_MILLIS;
    for (let repeated = false; ; repeated = true) {
      const response = await this.send(method, path, body);
      const text = await response.text();
      if (response.ok || (repeated && response.status === 409)) {
        return (text === '' || !response.ok ? undefined : JSON.parse(text)) as T;
      }
      if (response.status !== 503 || !STORE_TOO_SLOW.test(text) || Date.now() > until) {
        throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
      }
      await pause(200);
    }
  }

  private send(method: string, path: string, body: unknown): Promise<Response> {
    return fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
  }

  /** A one-time link that signs in. */
  async link(): Promise<string> {
    return (await this.call<{ link: string }>('POST', '/session/link')).link;
  }
}
