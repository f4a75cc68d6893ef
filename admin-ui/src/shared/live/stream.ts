import { EventParser, type ServerEvent } from './event-parser';

/** What a stream tells of itself. After `onAway` it tries again by itself until the signal is aborted. */
export interface StreamListener {
  onOpen(): void;
  onEvent(event: ServerEvent): void;
  onAway(status: number | undefined): void;
}

export interface StreamTiming {
  /** The server writes at least a comment this often; a stream that is silent for longer is dead, though open. */
  silenceMillis: number;
  /** Pause before the first new attempt; it doubles up to the longest. */
  firstPauseMillis: number;
  longestPauseMillis: number;
}

/** Comments come every 15 s: two may be late. The first new attempt is quick, for most restarts are. */
export const PAGE_TIMING: StreamTiming = { silenceMillis: 40_000, firstPauseMillis: 300, longestPauseMillis: 5_000 };

/**
 * Follows an event stream for as long as the signal allows. Not `EventSource`: that one gives up for good on a 502,
 * does not tell a 401 from a dead server, and never notices a connection that is open but silent.
 */
export async function follow(
  path: string,
  listener: StreamListener,
  signal: AbortSignal,
  timing: StreamTiming = PAGE_TIMING,
): Promise<void> {
  let pause = timing.firstPauseMillis;
  while (!signal.aborted) {
    const status = await once(path, listener, signal, timing, () => {
      pause = timing.firstPauseMillis;
    });
    if (signal.aborted) {
      return;
    }
    listener.onAway(status);
    await paused(pause * (0.75 + Math.random() / 2), signal);
    pause = Math.min(pause * 2, timing.longestPauseMillis);
  }
}

/** One connection, until it ends in whatever way; gives the status of a refusal. */
async function once(
  path: string,
  listener: StreamListener,
  signal: AbortSignal,
  timing: StreamTiming,
  onOpen: () => void,
): Promise<number | undefined> {
  const attempt = new AbortController();
  const abort = () => attempt.abort();
  signal.addEventListener('abort', abort, { once: true });
  let watchdog = setTimeout(abort, timing.silenceMillis);
  try {
    const response = await fetch(`/api/v1${path}`, {
      headers: { Accept: 'text/event-stream' },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: attempt.signal,
    });
    if (!response.ok || !response.body) {
      return response.status;
    }
    onOpen();
    listener.onOpen();
    const parser = new EventParser();
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    attempt.signal.addEventListener('abort', () => void reader.cancel().catch(() => {}));
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return undefined;
      }
      clearTimeout(watchdog);
      watchdog = setTimeout(abort, timing.silenceMillis);
      for (const event of parser.push(decoder.decode(value, { stream: true }))) {
        listener.onEvent(event);
      }
    }
  } catch {
    return undefined;
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener('abort', abort);
    attempt.abort();
  }
}

function paused(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
