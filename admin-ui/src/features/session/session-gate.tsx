import { Button, Center, Loader } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Csrf } from '../../shared/csrf';
import { Problem } from '../../shared/http';
import { keys } from '../../shared/keys';
import { GrantsContext } from '../../shared/may';
import { createSession } from './api/create-session';
import { getSession, type Session } from './api/get-session';
import { takeLinkToken } from './link-token';
import { SessionContext } from './session';
import { SignInPage } from './sign-in-page';

const AGAIN_MILLIS = 2_000;

/** Shows its children to who is signed in. Everyone else signs in: by a one-time link, or by name and password. */
export function SessionGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const session = useQuery({
    queryKey: keys.session,
    queryFn: enter,
    // A server that is away comes back; a refusal stays one.
    retry: (_, error) => !(error instanceof Problem),
    retryDelay: AGAIN_MILLIS,
    staleTime: Number.POSITIVE_INFINITY,
  });

  useEffect(() => {
    // A link that is pasted into an open page changes the fragment only.
    const onHash = () => void client.resetQueries({ queryKey: keys.session });
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, [client]);

  if (session.error instanceof Problem) {
    return <SignInPage refusal={session.error instanceof LinkRefused ? session.error.message : undefined} />;
  }
  if (session.data) {
    return (
      <SessionContext value={session.data}>
        <GrantsContext value={session.data.grants ?? []}>
          <Csrf value={session.data.csrf}>{children}</Csrf>
        </GrantsContext>
      </SessionContext>
    );
  }
  return (
    <Center mih="100vh" component="main">
      {session.failureCount > 0 ? (
        <div role="status">
          <p>The server does not answer. This page tries again by itself.</p>
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

/** The link was used before, or is too old. */
class LinkRefused extends Problem {}

/** By the link in the address bar if there is one, else by the cookie of before. */
async function enter(): Promise<Session> {
  const token = takeLinkToken(window.location, window.history);
  if (token === undefined) {
    return getSession();
  }
  try {
    return await createSession({ link: token });
  } catch (error) {
    throw error instanceof Problem ? new LinkRefused(error.status, { detail: error.message }) : error;
  }
}
