import { call, type Schema } from '../../../shared/http';

export type ApiKey = Schema<'ApiKey'>;

export async function listKeys(project: string, signal: AbortSignal): Promise<readonly ApiKey[]> {
  return (await call('GET /projects/{project}/keys', { path: { project }, signal })).items;
}
