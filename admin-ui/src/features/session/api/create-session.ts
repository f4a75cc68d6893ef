import { call } from '../../../shared/http';
import type { Session } from './get-session';

/** What somebody signs in with: the token of a one-time link, or their name and password. */
export type Credentials = { link: string } | { user: string; password: string };

/** POST /session */
export function createSession(credentials: Credentials): Promise<Session> {
  return call('/session', { method: 'POST', body: credentials });
}
