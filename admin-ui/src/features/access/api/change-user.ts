import { call, type Schema } from '../../../shared/http';
import type { User } from './list-users';

export type UserChange = Schema<'UserChange'>;

/** Changes rights, or whether they may sign in; their sessions end. */
export function changeUser({ name, version }: User, body: UserChange, csrf: string | undefined): Promise<User> {
  return call('PATCH /users/{user}', { path: { user: name }, body, csrf, ifMatch: `"${version}"` });
}
