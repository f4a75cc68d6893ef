import { useEffect, useState } from 'react';

/** Whether somebody may be looking: false once the tab has been hidden for so long. */
export function useShown(graceMillis: number): boolean {
  const [shown, setShown] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.hidden) {
        timer = setTimeout(() => setShown(false), graceMillis);
      } else {
        setShown(true);
      }
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [graceMillis]);
  return shown;
}
