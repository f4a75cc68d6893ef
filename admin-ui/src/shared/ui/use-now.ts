import { useEffect, useState } from 'react';

/** The present time, renewed often enough for "12 seconds ago" to be true. */
export function useNow(everyMillis = 5_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const renew = () => setNow(new Date());
    const timer = setInterval(renew, everyMillis);
    // A browser lets a hidden page sleep.
    document.addEventListener('visibilitychange', renew);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', renew);
    };
  }, [everyMillis]);
  return now;
}
