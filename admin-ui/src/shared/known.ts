import { ago, clockTime } from './time';

interface Read {
  error: Error | null;
  dataUpdatedAt: number;
}

/** What is read again and again and is older than this can't be called the present. */
const PRESENT_MILLIS = 30_000;

/**
 * When what is shown was read, if that is no longer sure to be how things are: the last attempt failed, or there was none for
 * a while. Undefined while it is the present.
 */
export function asOf({ error, dataUpdatedAt }: Read, now: Date, presentMillis = PRESENT_MILLIS): Date | undefined {
  return dataUpdatedAt > 0 && (error !== null || now.getTime() - dataUpdatedAt > presentMillis)
    ? new Date(dataUpdatedAt)
    : undefined;
}

/** "as of 14:03, 2 minutes ago". */
export function asOfWords(at: Date, now: Date): string {
  return `as of ${clockTime(at)}, ${ago(at, now)}`;
}
