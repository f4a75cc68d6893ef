import { call } from '../../../shared/http';
import type { User } from './list-users';

export function deleteUser({ name, version }: User, csrf: string | undefined): Promise<undefined> {
  return call('DELETE /users/{user}', { path: { user: name }, csrf, ifMatch: `"${version}"` });
}
