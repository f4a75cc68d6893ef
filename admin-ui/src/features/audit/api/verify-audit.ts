import { call } from '../../../shared/http';

/** GET /projects/{project}/audit/verify: walks the whole chain. */
export function verifyAudit(project: string, signal: AbortSignal) {
  return call('GET /projects/{project}/audit/verify', { path: { project }, signal });
}
