import { call, type Schema } from '../../../shared/http';

/** POST /session: by the token of a one-time link, or by name and password. */
export function createSession(credentials: Schema<'SignIn'>) {
  return call('POST /session', { body: credentials });
}
