import { call, type Schema } from '../../../shared/http';

export type User = Schema<'User'>;
export type Grant = Schema<'Grant'>;

export async function listUsers(signal: AbortSignal): Promise<readonly User[]> {
  return (await call('GET /users', { signal })).items;
}
