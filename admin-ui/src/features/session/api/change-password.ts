import { call, type Schema } from '../../../shared/http';

/** PUT /session/password: one's own; gives the session that goes on, while all others of the same person end. */
export function changePassword(change: Schema<'PasswordChange'>, csrf: string) {
  return call('PUT /session/password', { body: change, csrf });
}
