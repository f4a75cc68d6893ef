import { call, type Schema } from '../../../shared/http';

export type Fleet = Schema<'Fleet'>;
/** A running program that is connected to this environment, or was. */
export type Instance = Schema<'Instance'>;
export type Node = Schema<'Node'>;

/** SDK instances and nodes, and how far behind they are. */
export function getFleet(project: string, environment: string, signal: AbortSignal): Promise<Fleet> {
  return call('GET /projects/{project}/environments/{environment}/fleet', { path: { project, environment }, signal });
}
