import { ago, moment } from '../time';
import { useNow } from './use-now';

/** "3 minutes ago", with the whole date and time on hover and for machines. */
export function MomentText({ at }: { at: string }) {
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={moment(date)}>
      {ago(date, now)}
    </time>
  );
}
