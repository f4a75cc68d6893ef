import { Button, CloseButton } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import classes from './notices.module.css';

export interface Notice {
  words: ReactNode;
  tone: 'good' | 'bad';
  /** A way back or on. */
  action?: { label: string; run(): void };
}

interface Shown extends Notice {
  id: number;
}

type Tell = (notice: Notice) => void;

/** Good news goes by itself; bad news stays until it is closed. */
const GOOD_NEWS_MILLIS = 12_000;
const AT_MOST = 3;

const NoticeContext = createContext<Tell | undefined>(undefined);

/** Tells how something ended whose place on the page may be gone by then. */
export function useNotice(): Tell {
  const tell = useContext(NoticeContext);
  if (tell === undefined) {
    throw new Error('useNotice is used outside of NoticeProvider');
  }
  return tell;
}

let last = 0;

export function NoticeProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const close = useCallback((id: number) => setShown((all) => all.filter((one) => one.id !== id)), []);
  const tell = useCallback<Tell>(
    (notice) => {
      const id = ++last;
      setShown((all) => [...all.slice(1 - AT_MOST), { ...notice, id }]);
      if (notice.tone === 'good') {
        setTimeout(() => close(id), GOOD_NEWS_MILLIS);
      }
    },
    [close],
  );
  return (
    <NoticeContext value={tell}>
      {children}
      <div className={classes.notices} role="status" aria-live="polite">
        {shown.map(({ id, words, tone, action }) => (
          <div key={id} className={classes.notice} data-tone={tone}>
            <span className={classes.words}>{words}</span>
            {action && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  close(id);
                  action.run();
                }}
              >
                {action.label}
              </Button>
            )}
            <CloseButton size="sm" aria-label="Close the notice" onClick={() => close(id)} />
          </div>
        ))}
      </div>
    </NoticeContext>
  );
}
