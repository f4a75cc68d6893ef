import { call, type Schema } from '../../../shared/http';
import type { User } from './list-users';

export type UserWish = Schema<'NewUser'>;

/** Makes somebody known. The answer holds the link that lets them in, once. */
export function createUser(body: UserWish, csrf: string | undefined): Promise<User> {
  return call('POST /users', { body, csrf });
}
