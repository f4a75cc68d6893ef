import { useEffect, useState } from 'react';

/** The present time, renewed often enough for "12 seconds ago" to be true. */
export function useNow(everyMillis = 5_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMillis);
    return () => clearInterval(timer);
  }, [everyMillis]);
  return now;
}
