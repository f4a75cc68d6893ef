import { call } from '../../../shared/http';

/** DELETE /session */
export function endSession(csrf: string): Promise<void> {
  return call('/session', { method: 'DELETE', csrf });
}
