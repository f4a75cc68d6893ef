import { call, type Schema } from '../../../shared/http';

/** A running program that is connected to this environment. */
export type Instance = Schema<'Instance'>;

/** GET /projects/{project}/environments/{environment}/fleet */
export async function listInstances(
  project: string,
  environment: string,
  signal: AbortSignal,
): Promise<readonly Instance[]> {
  const fleet = await call('GET /projects/{project}/environments/{environment}/fleet', {
    path: { project, environment },
    signal,
  });
  return fleet.items;
}
