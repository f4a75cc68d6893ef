import { call, type Schema } from '../../../shared/http';
import type { Segment } from './get-segment';

export type SegmentWish = Schema<'NewSegment'>;

export function createSegment(project: string, environment: string, body: SegmentWish, csrf: string): Promise<Segment> {
  return call('POST /projects/{project}/environments/{environment}/segments', {
    path: { project, environment },
    body,
    csrf,
  });
}
