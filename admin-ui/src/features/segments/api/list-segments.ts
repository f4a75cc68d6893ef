import { call, type Schema } from '../../../shared/http';

export type SegmentSummary = Schema<'SegmentPage'>['items'][number];

export async function listSegments(
  project: string,
  environment: string,
  signal: AbortSignal,
): Promise<readonly SegmentSummary[]> {
  const page = await call('GET /projects/{project}/environments/{environment}/segments', {
    path: { project, environment },
    signal,
  });
  return page.items;
}
