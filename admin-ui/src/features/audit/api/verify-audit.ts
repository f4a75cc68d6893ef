import { call } from '../../../shared/http';

const LONG_CHAIN_MILLIS = 5 * 60_000;

/** GET /projects/{project}/audit/verify: walks the whole chain. */
export function verifyAudit(project: string, signal: AbortSignal) {
  return call('GET /projects/{project}/audit/verify', { path: { project }, signal, answerMillis: LONG_CHAIN_MILLIS });
}
