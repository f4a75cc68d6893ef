import { call, type Schema } from '../../../shared/http';

export type Serving = Schema<'Serving'>;
export type Split = Schema<'Split'>;
export type Targeting = Schema<'Targeting'>;

/** GET /projects/{project}/flags/{flag}/environments/{environment} */
export function getTargeting(project: string, flag: string, environment: string, signal: AbortSignal) {
  return call('GET /projects/{project}/flags/{flag}/environments/{environment}', {
    path: { project, flag, environment },
    signal,
  });
}
