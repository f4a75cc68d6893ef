import { call } from '../../../shared/http';
import type { TargetingBody } from '../model/types';

interface Change {
  body: TargetingBody;
  /** The version that was edited: a newer one on the server is not overwritten. */
  version: number;
  comment: string;
}

/** Replaces who gets what. */
export function putTargeting(
  project: string,
  flag: string,
  environment: string,
  { body, version, comment }: Change,
  csrf: string,
) {
  return call('PUT /projects/{project}/flags/{flag}/environments/{environment}', {
    path: { project, flag, environment },
    body: comment === '' ? body : { ...body, comment },
    ifMatch: `"${version}"`,
    csrf,
  });
}
