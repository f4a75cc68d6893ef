import { call, type Schema } from '../../../shared/http';

/** POST /projects/{project}/flags/{flag}/revert: has it as it was before that entry. */
export function restoreVersion(project: string, flag: string, entry: Schema<'AuditEntry'>, csrf: string) {
  if (entry.revert === null) {
    throw new Error(`entry ${entry.seq} of ${project} can't be taken back`);
  }
  return call('POST /projects/{project}/flags/{flag}/revert', {
    path: { project, flag },
    body: { ...entry.revert.body, comment: `As it was before entry ${entry.seq}` },
    csrf,
    // Whoever restores wants that state, whatever came since, and was asked.
    ifMatch: '*',
  });
}
