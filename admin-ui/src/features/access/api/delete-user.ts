import { call } from '../../../shared/http';

export function deleteUser(user: string, csrf: string | undefined): Promise<undefined> {
  return call('DELETE /users/{user}', { path: { user }, csrf });
}
