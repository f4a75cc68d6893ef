import { call } from '../../../shared/http';

export function revokeToken(id: string, csrf: string | undefined): Promise<undefined> {
  return call('DELETE /tokens/{id}', { path: { id }, csrf });
}
