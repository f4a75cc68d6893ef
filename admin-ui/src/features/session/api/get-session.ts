import { call } from '../../../shared/http';

/** Who is signed in, and the token that every changing request must carry. */
export interface Session {
  user: string;
  csrf: string;
}

/** GET /session */
export function getSession(): Promise<Session> {
  return call('/session');
}
