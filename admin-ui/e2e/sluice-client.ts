import { inTime } from './slow-store';

/** A server that runs, as programs see it. */
export class SluiceClient {
  constructor(
    readonly origin: string,
    readonly token: string,
  ) {}

  /**
   * Calls the REST API with the admin token; again while Redis is too slow.
   * What is made twice so "exists already": then it was made by the call whose outcome was not known, and nothing is given back.
   */
  async call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    let sent = 0;
    const response = await inTime(() => {
      sent++;
      return fetch(`${this.origin}/api/v1${path}`, {
        method,
        headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json', ...headers },
        body: body === undefined ? null : JSON.stringify(body),
      });
    });
    const text = await response.text();
    if (sent > 1 && response.status === 409) {
      return undefined as T;
    }
    if (!response.ok) {
      throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    }
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** A one-time link that signs in. */
  async link(): Promise<string> {
    return (await this.call<{ link: string }>('POST', '/session/link')).link;
  }

  /** A one-time link that signs this user in. */
  async linkOf(user: string): Promise<string> {
    return (await this.call<{ link: string }>('POST', `/users/${user}/link`)).link;
  }
}
