import { call } from '../../../shared/http';

/** Removes a segment that nothing uses. */
export function deleteSegment(project: string, environment: string, segment: string, csrf: string): Promise<undefined> {
  return call('DELETE /projects/{project}/environments/{environment}/segments/{segment}', {
    path: { project, environment, segment },
    csrf,
  });
}
