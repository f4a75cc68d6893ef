import { call } from '../../../shared/http';
import type { TargetingBody } from '../model/types';

/** What replacing the targeting with this body would do; stores nothing. */
export function previewTargeting(
  project: string,
  flag: string,
  environment: string,
  body: TargetingBody,
  csrf: string,
  signal: AbortSignal,
) {
  return call('POST /projects/{project}/flags/{flag}/environments/{environment}/preview', {
    path: { project, flag, environment },
    body,
    csrf,
    signal,
  });
}
