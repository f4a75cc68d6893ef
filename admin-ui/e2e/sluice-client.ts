/** A server that runs, as programs see it. */
export class SluiceClient {
  constructor(
    readonly origin: string,
    readonly token: string,
  ) {}

  /** Calls the REST API with the admin token. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    }
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** A one-time link that signs in. */
  async link(): Promise<string> {
    return (await this.call<{ link: string }>('POST', '/session/link')).link;
  }
}
