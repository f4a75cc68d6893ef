const STEPS: readonly [limitSeconds: number, unitSeconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, 'second'],
  [3_600, 60, 'minute'],
  [86_400, 3_600, 'hour'],
  [30 * 86_400, 86_400, 'day'],
  [365 * 86_400, 30 * 86_400, 'month'],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const hands = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** "3 minutes ago", "in 3 months"; a moment that lies a little ahead (clocks differ) is "just now" too. */
export function ago(at: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1_000);
  if (seconds < 5 && seconds > -30) {
    return 'just now';
  }
  const sign = seconds < 0 ? 1 : -1;
  const span = Math.abs(seconds);
  for (const [limit, unitSeconds, unit] of STEPS) {
    if (span < limit) {
      return relative.format(sign * Math.floor(span / unitSeconds), unit);
    }
  }
  return relative.format(sign * Math.floor(span / (365 * 86_400)), 'year');
}

/** The whole date and time with its zone, for those who ask on Monday, from elsewhere. */
export function moment(at: Date): string {
  return clock.format(at);
}

/** "14:03". */
export function clockTime(at: Date): string {
  return hands.format(at);
}
