import { call, type Schema } from '../../../shared/http';

/** Merges into what a flag is, if it still has the version that was looked at; archives and restores it too. */
export function patchFlag(
  project: string,
  flag: string,
  { version, patch }: { version: number; patch: Schema<'FlagPatch'> },
  csrf: string,
) {
  return call('PATCH /projects/{project}/flags/{flag}', {
    path: { project, flag },
    body: patch,
    ifMatch: `"${version}"`,
    csrf,
  });
}
