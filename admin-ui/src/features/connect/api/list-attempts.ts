import { call, type Schema } from '../../../shared/http';

export type Attempt = Schema<'Attempt'>;
export type KeyUse = Schema<'KeyUse'>;
export type Attempts = Schema<'AttemptPage'>;

/** Who lately called with keys of a project, and with what success. */
export function listAttempts(project: string, signal: AbortSignal): Promise<Attempts> {
  return call('GET /projects/{project}/attempts', { path: { project }, signal });
}
