import { call, type Schema } from '../../../shared/http';

const ROUTE = 'POST /projects/{project}/flags/{flag}/environments/{environment}/copy';

/** What taking over another environment's targeting would do here; stores nothing. */
export async function previewCopy(
  project: string,
  flag: string,
  environment: string,
  from: string,
  csrf: string,
  signal: AbortSignal,
): Promise<Schema<'Prospect'>> {
  const path = { project, flag, environment };
  return (await call(ROUTE, { path, query: { from, dryRun: true }, csrf, signal })) as Schema<'Prospect'>;
}

/** Takes over who gets what from another environment, on the bucket lines of this one; the switch stays. */
export async function copyTargeting(
  project: string,
  flag: string,
  environment: string,
  { from, version, comment }: { from: string; version: number; comment: string },
  csrf: string,
): Promise<Schema<'Acted'>> {
  const path = { project, flag, environment };
  const body = comment === '' ? {} : { comment };
  return (await call(ROUTE, { path, query: { from }, body, ifMatch: `"${version}"`, csrf })) as Schema<'Acted'>;
}
