import { call, type Schema } from '../../../shared/http';

/** Who is signed in, and the token that every changing request must carry. */
export type Session = Schema<'Session'>;

/** GET /session */
export function getSession() {
  return call('GET /session', {});
}
