import { writeJson } from '../../shared/json';
import type { Attempt, Attempts, KeyUse } from './api/list-attempts';

/** What has come in since somebody began to wait. */
export interface News {
  /** Calls that came to nothing. */
  failed: readonly Attempt[];
  /** Programs that reached the environment that one waits for, by OFREP. */
  asking: readonly KeyUse[];
  /** Programs whose key is good and of another environment. */
  elsewhere: readonly KeyUse[];
}

/**
 * Compares with what was known when the waiting began. By names and numbers, not by time: the clocks of a browser and of a
 * server may differ.
 */
export function newsOf(before: Attempts, now: Attempts, environment: string): News {
  const counts = new Map(before.items.map((attempt) => [nameOfAttempt(attempt), attempt.count]));
  const used = new Set(before.uses.map(nameOfUse));
  const fresh = now.uses.filter((use) => !used.has(nameOfUse(use)));
  const refreshed = new Map(before.uses.map((use) => [nameOfUse(use), use.lastUsedAt]));
  return {
    failed: now.items.filter((attempt) => attempt.count > (counts.get(nameOfAttempt(attempt)) ?? 0)),
    asking: now.uses.filter(
      (use) =>
        use.environment === environment && use.via === 'ofrep' && refreshed.get(nameOfUse(use)) !== use.lastUsedAt,
    ),
    elsewhere: fresh.filter((use) => use.environment !== environment),
  };
}

export function nameOfAttempt({ trouble, key, application, sdk, address, node }: Attempt): string {
  return writeJson([trouble, key, application, sdk, address, node]);
}

export function nameOfUse({ key, via, application, sdk }: KeyUse): string {
  return writeJson([key, via, application, sdk]);
}

/** What to do about a trouble, where the sentence of the server does not say so already. */
export const advice: Readonly<Record<Attempt['trouble'], string>> = {
  'no-key': 'Set SLUICE_SDK_KEY where the program starts, and read it there.',
  'broken-key': 'Copy the key again, as a whole. If nobody has it any more, make a new one.',
  'unknown-key': 'Make a key here and use that one, and see that the program calls this server.',
  'client-key': 'Give the program an SDK key. Client keys are for web pages and phones, by OFREP.',
  'not-a-key': 'Give the program an SDK key of this environment instead of an API token.',
  'no-room': 'It comes back by itself. If this lasts, add a node, or allow more streams.',
  'unheard-stream':
    'If it polls now, let the proxy pass on events at once (nginx: proxy_buffering off). Until then changes take up to 15 seconds.',
};
