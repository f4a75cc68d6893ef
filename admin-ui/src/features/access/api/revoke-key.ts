import { call } from '../../../shared/http';

/** Ends a key at once, and the streams that it opened. */
export function revokeKey(project: string, id: string, csrf: string | undefined): Promise<undefined> {
  return call('DELETE /projects/{project}/keys/{id}', { path: { project, id }, csrf });
}
