import { call, type Schema } from '../../../shared/http';

const ROUTE = 'POST /projects/{project}/flags/{flag}/revert';

/** A version to go back to: of the targeting in an environment, or of the definition. */
export type Past = { environment: string; version: number } | { definition: number };

/** What going back would do; stores nothing. */
export async function previewRevert(
  project: string,
  flag: string,
  past: Past,
  csrf: string,
  signal: AbortSignal,
): Promise<Schema<'RevertProspect'>> {
  const answer = await call(ROUTE, { path: { project, flag }, query: { dryRun: true }, body: past, csrf, signal });
  return answer as Schema<'RevertProspect'>;
}

/** Puts a version back, ranges and all, if what is in force still has the version that was looked at. */
export function revertFlag(
  project: string,
  flag: string,
  { past, present, comment }: { past: Past; present: number; comment: string },
  csrf: string,
) {
  return call(ROUTE, {
    path: { project, flag },
    body: comment === '' ? past : { ...past, comment },
    ifMatch: `"${present}"`,
    csrf,
  });
}
