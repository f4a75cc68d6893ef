import { call, type Schema } from '../../../shared/http';
import type { Segment } from './get-segment';

export type SegmentPatch = Schema<'SegmentPatch'>;

interface Change {
  project: string;
  environment: string;
  segment: string;
  body: SegmentPatch;
  /** The version that was read. */
  ifMatch: string;
  csrf: string;
}

/** Merges into a segment; refused if somebody has changed it since it was read. */
export function patchSegment({ project, environment, segment, ...rest }: Change): Promise<Segment> {
  return call('PATCH /projects/{project}/environments/{environment}/segments/{segment}', {
    path: { project, environment, segment },
    ...rest,
  });
}
