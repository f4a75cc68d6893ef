import { Button, Center, Loader } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import { Csrf } from '../../shared/csrf';
import { Problem } from '../../shared/http';
import { keys } from '../../shared/keys';
import { GrantsContext } from '../../shared/may';
import { Entrance, isRefusal, LinkRefused } from './enter';
import { SessionContext } from './session';
import { SignInDialog } from './sign-in-dialog';
import { SignInPage } from './sign-in-page';
import { listenToTabs } from './tabs';

const AGAIN_MILLIS = 2_000;

/**
 * Shows its children to who is signed in. Everyone else signs in: by a one-time link, or by name and password. When a
 * session ends, they stay below the question who goes on: what somebody has typed there is not lost.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [entrance] = useState(() => new Entrance());
  const session = useQuery({
    queryKey: keys.session,
    queryFn: () => entrance.enter(client),
    // A server that is away, or has no store, comes back; a refusal stays one.
    retry: (_, error) => !isRefusal(error),
    retryDelay: AGAIN_MILLIS,
    staleTime: Number.POSITIVE_INFINITY,
    // Who fetches a password from another window finds the form as it was.
    refetchOnWindowFocus: ({ state }) => state.data !== undefined,
  });

  useEffect(() => {
    // A link that is pasted into an open page changes the fragment only.
    const onHash = () => void client.invalidateQueries({ queryKey: keys.session });
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, [client]);
  useEffect(
    () =>
      listenToTabs((news) => {
        // Who signs out leaves nothing behind, in no tab.
        void (news === 'ended' ? client.resetQueries() : client.invalidateQueries({ queryKey: keys.session }));
      }),
    [client],
  );
  const csrf = session.data?.csrf;
  const before = useRef(csrf);
  useEffect(() => {
    if (before.current !== undefined && csrf !== undefined && csrf !== before.current) {
      // What was refused to the session of before is asked for again.
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
    }
    before.current = csrf;
  }, [client, csrf]);

  const { data, error } = session;
  const refusal = error instanceof LinkRefused ? error.message : undefined;
  if (data) {
    return (
      <SessionContext value={data}>
        <GrantsContext value={data.grants ?? []}>
          <Csrf value={data.csrf}>
            <Fragment key={data.user}>{children}</Fragment>
            {isRefusal(error) && <SignInDialog user={data.user} refusal={refusal} />}
          </Csrf>
        </GrantsContext>
      </SessionContext>
    );
  }
  if (isRefusal(error)) {
    return <SignInPage refusal={refusal} />;
  }
  return (
    <Center mih="100vh" component="main">
      {session.failureCount > 0 ? (
        <div role="status">
          <p>{wordsOf(session.failureReason)} This page tries again by itself.</p>
          <Button variant="default" onClick={() => void session.refetch()}>
            Try now
          </Button>
        </div>
      ) : (
        <Loader aria-label="Signing in" />
      )}
    </Center>
  );
}

function wordsOf(reason: Error | null): string {
  return reason instanceof Problem
    ? `The server can’t say who you are: ${reason.message}${/[.!?]$/.test(reason.message) ? '' : '.'}`
    : 'The server does not answer.';
}
