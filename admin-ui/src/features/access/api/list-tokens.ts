import { call, type Schema } from '../../../shared/http';

export type ApiToken = Schema<'ApiToken'>;

export async function listTokens(signal: AbortSignal): Promise<readonly ApiToken[]> {
  return (await call('GET /tokens', { signal })).items;
}
