import { call, type Schema } from '../../../shared/http';

/** What somebody changed, with who gets what before and after. */
export type Change = Schema<'Change'>;

/** GET /changes: the latest of all projects, newest first. */
export async function listChanges(since: string, limit: number, signal: AbortSignal): Promise<readonly Change[]> {
  return (await call('GET /changes', { query: { since, limit }, signal })).items;
}
