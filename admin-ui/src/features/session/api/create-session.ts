import { call } from '../../../shared/http';
import type { Session } from './get-session';

/** POST /session: turns the token of a one-time link into a session. */
export function createSession(link: string): Promise<Session> {
  return call('/session', { method: 'POST', body: { link } });
}
