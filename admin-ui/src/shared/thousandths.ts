/**
 * Percentages as whole thousandths of a percent: 12.5 % is 12,500, everyone is 100,000. That is the unit in which the
 * server splits; a float in between would turn 0.07 % + 0.01 % into something that is neither.
 */
export type Thousandths = number;

export const EVERYONE: Thousandths = 100_000;
export const ONE_PERCENT: Thousandths = 1_000;

/** Reads what a person types ("12.5", "0,001", "7 %"); undefined if it is no percentage that can be served. */
export function parsePercent(text: string): Thousandths | undefined {
  const match = /^(\d{1,3})(?:[.,](\d{0,3}))?\s*%?$/.exec(text.trim());
  if (!match) {
    return undefined;
  }
  const [, whole = '', decimals = ''] = match;
  const thousandths = Number(whole) * ONE_PERCENT + Number(decimals.padEnd(3, '0'));
  return thousandths <= EVERYONE ? thousandths : undefined;
}

/** "12.5" for 12,500: no more decimals than needed, never an exponent. */
export function formatPercent(thousandths: Thousandths): string {
  const whole = Math.trunc(thousandths / ONE_PERCENT);
  const decimals = String(thousandths % ONE_PERCENT)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return decimals === '' ? String(whole) : `${whole}.${decimals}`;
}

/** From a number of the REST API, which has at most three decimals. */
export function fromPercent(percent: number): Thousandths {
  return Math.round(percent * ONE_PERCENT);
}

/** For a number of the REST API: the double nearest to the decimal, so that JSON shows exactly its three decimals. */
export function toPercent(thousandths: Thousandths): number {
  return thousandths / ONE_PERCENT;
}
