import { call } from '../../../shared/http';

/** A link that lets somebody back in, once within 24 hours. */
export async function makeUserLink(user: string, csrf: string | undefined): Promise<string> {
  return (await call('POST /users/{user}/link', { path: { user }, csrf })).link;
}
