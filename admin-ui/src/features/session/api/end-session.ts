import { call } from '../../../shared/http';

/** DELETE /session */
export function endSession(csrf: string | undefined) {
  return call('DELETE /session', { csrf });
}
