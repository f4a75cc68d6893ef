import { createContext, useContext } from 'react';
import type { Session } from './api/get-session';

/** Set by the session gate. */
export const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) {
    throw new Error('useSession is used outside of the session gate');
  }
  return session;
}
