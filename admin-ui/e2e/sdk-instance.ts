import { randomUUID } from 'node:crypto';
import { EventParser, type ServerEvent } from '../src/shared/live/event-parser';
import { inTime } from './slow-store';

interface State {
  epoch: string;
  revision: number;
  hash: string;
}

/**
 * A program with an SDK, as far as a browser test needs one: it follows the stream of an environment and acknowledges
 * what it gets. It decides nothing.
 */
export class SdkInstance {
  private readonly instance = randomUUID();
  private readonly leaving = new AbortController();
  private session = '';
  private windows = 0;
  /** While true, nothing is acknowledged: the instance lags behind. */
  lagging = false;
  private waiting: State | undefined;

  constructor(
    private readonly origin: string,
    private readonly key: string,
    private readonly application: string,
  ) {}

  /** Resolves when the first state is acknowledged. */
  async connect(): Promise<void> {
    const response = await inTime(() =>
      fetch(`${this.origin}/sdk/v1/stream`, {
        headers: { ...this.headers(), Accept: 'text/event-stream' },
        signal: this.leaving.signal,
      }),
    );
    if (!response.ok || !response.body) {
      throw new Error(`the stream answered ${response.status}: ${await response.text()}`);
    }
    const { body } = response;
    await new Promise<void>((ready, failed) => {
      this.read(body, ready).catch((error) => (this.leaving.signal.aborted ? ready() : failed(error)));
    });
  }

  /** Acknowledges what was held back while lagging. */
  async catchUp(): Promise<void> {
    this.lagging = false;
    if (this.waiting) {
      await this.acknowledge(this.waiting);
    }
  }

  /** Ends as a program does that is killed: without a goodbye. */
  vanish(): void {
    this.leaving.abort();
  }

  /** Reports how guarded calls of one arm of a flag's fallthrough ended. */
  async reportOutcomes(flag: string, version: number, arm: string, successes: number, errors: number): Promise<void> {
    const latency = { relativeAccuracy: 0.01, zero: 0, bins: [[195, successes + errors]] };
    const outcome = { flag, version, place: 'fallthrough', assigned: arm, served: arm, replicate: 0, successes };
    const errorsByKind = errors > 0 ? { failed: errors } : {};
    await this.report({ outcomes: [{ ...outcome, errors: errorsByKind, latency }] });
  }

  /** Reports how often the fallthrough of a flag gave which variation. */
  async reportEvaluations(flag: string, version: number, counts: Readonly<Record<string, number>>): Promise<void> {
    const decided = { flag, version, place: 'fallthrough', reason: 'SPLIT' };
    const evaluations = Object.entries(counts).map(([variation, count]) => ({ ...decided, variation, count }));
    await this.report({ evaluations });
  }

  private async report(rows: object): Promise<void> {
    const window = { session: this.session, instance: this.instance, seq: ++this.windows, windowMillis: 10_000 };
    const response = await this.post('report', { ...window, ...rows });
    if (response.status !== 204) {
      throw new Error(`the report was answered with ${response.status}: ${await response.text()}`);
    }
  }

  async close(): Promise<void> {
    this.leaving.abort();
    await this.post('goodbye', { session: this.session, instance: this.instance });
  }

  private async read(body: ReadableStream<Uint8Array>, ready: () => void): Promise<void> {
    const parser = new EventParser();
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      for (const event of parser.push(decoder.decode(value, { stream: true }))) {
        await this.take(event);
        if (event.type === 'snapshot') {
          ready();
        }
      }
    }
  }

  private async take({ type, data }: ServerEvent): Promise<void> {
    const event = JSON.parse(data);
    if (type === 'hello') {
      this.session = event.session;
    } else if (type === 'snapshot') {
      await this.acknowledge({ epoch: event.epoch, revision: event.revision, hash: event.hash });
    } else if (type === 'delta') {
      this.waiting = { epoch: event.epoch, revision: event.to, hash: event.hash };
      if (!this.lagging) {
        await this.acknowledge(this.waiting);
      }
    }
  }

  private async acknowledge(state: State): Promise<void> {
    this.waiting = undefined;
    const { session, instance } = this;
    const response = await this.post('ack', { session, instance, ...state, heldMillis: 0 });
    if (!response.ok) {
      throw new Error(`the acknowledgement was answered with ${response.status}: ${await response.text()}`);
    }
  }

  private post(path: string, body: object): Promise<Response> {
    return inTime(() =>
      fetch(`${this.origin}/sdk/v1/${path}`, {
        method: 'POST',
        headers: { ...this.headers(), 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  }

  private headers(): Record<string, string> {
    return {
      Authorization: `Bearer ${this.key}`,
      'Sluice-Instance': this.instance,
      'Sluice-Application': `${this.application}/1.0`,
      'Sluice-Sdk': 'browser-test/0.1.0',
    };
  }
}
