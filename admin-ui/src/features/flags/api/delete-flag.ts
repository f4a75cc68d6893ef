import { call } from '../../../shared/http';

/** Removes a flag everywhere; with `force` also one that is enabled, or that running programs use. */
export function deleteFlag(project: string, flag: string, force: boolean, csrf: string) {
  return call('DELETE /projects/{project}/flags/{flag}', {
    path: { project, flag },
    query: { force: force || undefined },
    csrf,
  });
}
