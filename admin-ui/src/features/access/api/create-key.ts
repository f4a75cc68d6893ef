import { call, type Schema } from '../../../shared/http';

export type KeyWish = Schema<'NewApiKey'>;
export type KeyMade = Schema<'ApiKeyMade'>;

/** Makes a key. Only this answer holds it. */
export function createKey(project: string, body: KeyWish, csrf: string | undefined): Promise<KeyMade> {
  return call('POST /projects/{project}/keys', { path: { project }, body, csrf });
}
