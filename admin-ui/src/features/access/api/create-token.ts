import { call, type Schema } from '../../../shared/http';

export type TokenWish = Schema<'NewToken'>;
export type TokenMade = Schema<'TokenMade'>;

/** Makes an API token. Only this answer holds it. */
export function createToken(body: TokenWish, csrf: string | undefined): Promise<TokenMade> {
  return call('POST /tokens', { body, csrf });
}
