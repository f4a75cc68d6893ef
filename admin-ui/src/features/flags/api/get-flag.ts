import { call } from '../../../shared/http';

/** What a flag is, and what it does in each environment. */
export function getFlag(project: string, flag: string, signal: AbortSignal) {
  return call('GET /projects/{project}/flags/{flag}', { path: { project, flag }, signal });
}
