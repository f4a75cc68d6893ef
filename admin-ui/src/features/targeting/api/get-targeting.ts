import { call } from '../../../shared/http';

/** Who gets what from a flag in an environment. */
export function getTargeting(project: string, flag: string, environment: string, signal: AbortSignal) {
  return call('GET /projects/{project}/flags/{flag}/environments/{environment}', {
    path: { project, flag, environment },
    signal,
  });
}
