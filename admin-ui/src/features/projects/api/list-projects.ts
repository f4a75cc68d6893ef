import { call, type Schema } from '../../../shared/http';

export type Project = Schema<'Project'>;

/** GET /projects: those in which one may see anything, each with the environments that one may see. */
export async function listProjects(signal: AbortSignal): Promise<readonly Project[]> {
  return (await call('GET /projects', { signal })).items;
}
