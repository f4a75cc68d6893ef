import { call } from '../../../shared/http';
import type { Change } from './list-changes';

/** POST /projects/{project}/flags/{flag}/revert: has it back as it was before this change, if it still has that version. */
export function revertChange({ project, flag, revert, seq }: Change, ifMatch: string, csrf: string) {
  if (flag === null || revert === null) {
    throw new Error(`change ${seq} of ${project} can't be taken back`);
  }
  return call('POST /projects/{project}/flags/{flag}/revert', {
    path: { project, flag },
    body: { ...revert.body, comment: `Takes back change ${seq}` },
    csrf,
    ifMatch,
  });
}
