import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { endSession } from '../features/session/api/end-session';
import type { Session } from '../features/session/api/get-session';
import { Logo } from '../shared/ui/logo';
import classes from './shell.module.css';

interface Props {
  project: string;
  session: Session;
  children: ReactNode;
}

/** What stands around every page. */
export function Shell({ project, session, children }: Props) {
  const client = useQueryClient();
  const leaving = useMutation({
    mutationFn: () => endSession(session.csrf),
    // Nothing that was read may stay for whoever sits here next.
    onSettled: () => client.resetQueries(),
  });
  return (
    <>
      <a className={classes.skip} href="#content">
        To the content
      </a>
      <header className={classes.header}>
        <div className={classes.inner}>
          <span className={classes.brand}>
            <Logo /> Sluice
          </span>
          <span className={classes.project}>{project}</span>
          <span className={classes.space} />
          <SchemeButton />
          <span className={classes.user}>{session.user}</span>
          <Button size="compact-sm" variant="default" loading={leaving.isPending} onClick={() => leaving.mutate()}>
            Sign out
          </Button>
        </div>
      </header>
      <main id="content" className={classes.main} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="default"
      aria-label={dark ? 'Switch to light colours' : 'Switch to dark colours'}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor">
        {dark ? (
          <path
            d="M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2"
            strokeWidth="2"
            strokeLinecap="round"
          />
        ) : (
          <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" strokeWidth="2" strokeLinejoin="round" />
        )}
      </svg>
    </ActionIcon>
  );
}
