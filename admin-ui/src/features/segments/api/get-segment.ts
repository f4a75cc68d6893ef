import { callForVersion, type Schema, type Versioned } from '../../../shared/http';

export type Segment = Schema<'Segment'>;
export type SegmentRule = Schema<'SegmentRule'>;
export type Clause = Schema<'Clause'>;

/** One segment with all its keys and rules, and its version. */
export function getSegment(
  project: string,
  environment: string,
  segment: string,
  signal: AbortSignal,
): Promise<Versioned<Segment>> {
  return callForVersion('GET /projects/{project}/environments/{environment}/segments/{segment}', {
    path: { project, environment, segment },
    signal,
  });
}
