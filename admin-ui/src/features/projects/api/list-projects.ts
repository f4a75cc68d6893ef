import { call, type Schema } from '../../../shared/http';

export type Project = Schema<'Project'>;

/** GET /projects: those in use of which one may see anything, each with the environments in use that one may see. */
export async function listProjects(signal: AbortSignal): Promise<readonly Project[]> {
  const { items } = await call('GET /projects', { signal });
  return items
    .filter((project) => !project.archived)
    .map((project) => ({ ...project, environments: project.environments.filter(({ archived }) => !archived) }));
}
