import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';

/**
 * What the server answers when Redis takes longer than the second that it has. On a busy machine that is right, and no test's business:
 * it is asked again.
 */
const TOO_SLOW = /:(outcome-unknown|store-unavailable)"/;
const REPEATED_FOR_MILLIS = 60_000;
const PAUSE_MILLIS = 200;

/** The first answer of a store that was quick enough; of one that never is within a minute, the last. */
export async function inTime(send: () => Promise<Response>): Promise<Response> {
  const until = Date.now() + REPEATED_FOR_MILLIS;
  for (;;) {
    const response = await send();
    if (response.status !== 503 || Date.now() > until || !TOO_SLOW.test(await response.clone().text())) {
      return response;
    }
    await pause(PAUSE_MILLIS);
  }
}

/**
 * The same for all pages: each call of theirs is made again for as long as they have patience. Not by a route of Playwright, which would
 * hold streams back, nor with an `Idempotency-Key`: one whose outcome is not known is free again.
 */
export async function repeatInPages(context: BrowserContext): Promise<void> {
  const constants = { tooSlow: TOO_SLOW.source, pauseMillis: PAUSE_MILLIS };
  await context.addInitScript(({ tooSlow, pauseMillis }) => {
    const send = window.fetch;
    window.fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
      let response = await send(input, init);
      while (response.status === 503 && new RegExp(tooSlow).test(await response.clone().text())) {
        await new Promise((again) => setTimeout(again, pauseMillis));
        const headers = new Headers(init?.headers);
        if (headers.has('If-Match')) {
          // It may have been written all the same: the version that the page read is then the one of before.
          headers.set('If-Match', '*');
        }
        response = await send(input, { ...init, headers });
      }
      return response;
    };
  }, constants);
}
