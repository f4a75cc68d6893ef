import type { AudienceRow, AudienceTotals } from './api/ask-audience';

export type DecidedRow = Extract<AudienceRow, { reason: string }>;
export type OddRow = Extract<AudienceRow, { error: string; row: number }>;

/** What has come of a file so far. */
export interface Tally {
  rows: number;
  variations: ReadonlyMap<string, number>;
  /** The first rows of each variation, in their order. */
  samples: ReadonlyMap<string, readonly DecidedRow[]>;
  odd: readonly OddRow[];
  oddCount: number;
  totals: AudienceTotals | undefined;
}

export const nothingYet: Tally = {
  rows: 0,
  variations: new Map(),
  samples: new Map(),
  odd: [],
  oddCount: 0,
  totals: undefined,
};

export const MOST_SAMPLES = 200;
/** Those who get the default of the code. */
export const NO_VARIATION = 'none';

/** Counts more rows. The totals that come last are the server's own, and hold. */
export function tallied(before: Tally, rows: readonly AudienceRow[]): Tally {
  const variations = new Map(before.variations);
  const samples = new Map(before.samples);
  const odd = [...before.odd];
  let { rows: seen, oddCount, totals } = before;
  for (const row of rows) {
    if ('totals' in row) {
      totals = row.totals;
    } else if ('reason' in row) {
      seen++;
      const name = row.variation ?? NO_VARIATION;
      variations.set(name, (variations.get(name) ?? 0) + 1);
      const some = samples.get(name) ?? [];
      if (some.length < MOST_SAMPLES) {
        samples.set(name, [...some, row]);
      }
    } else {
      seen++;
      oddCount++;
      if (odd.length < MOST_SAMPLES) {
        odd.push(row);
      }
    }
  }
  return { rows: seen, variations, samples, odd, oddCount, totals };
}
