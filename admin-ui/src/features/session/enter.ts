import type { QueryClient } from '@tanstack/react-query';
import { Problem } from '../../shared/http';
import { keys } from '../../shared/keys';
import { createSession } from './api/create-session';
import { getSession, type Session } from './api/get-session';
import { takeLinkToken } from './link-token';
import { tellTabs } from './tabs';

/** The link was used before, or is too old. */
export class LinkRefused extends Problem {}

/** Whether the server has said that nobody is signed in; anything else is only no answer yet. */
export function isRefusal(error: unknown): error is Problem {
  return error instanceof LinkRefused || (error instanceof Problem && (error.status === 401 || error.status === 403));
}

/** Whoever comes in: by the link in the address bar if there is one, else by the cookie of before. */
export class Entrance {
  /** A link that the server has neither taken nor refused yet. */
  private token: string | undefined;

  async enter(client: QueryClient): Promise<Session> {
    this.token = takeLinkToken(window.location, window.history) ?? this.token;
    const session = this.token === undefined ? await getSession() : await this.byLink(this.token);
    forgetOthers(client, session);
    return session;
  }

  private async byLink(token: string): Promise<Session> {
    try {
      const session = await createSession({ link: token });
      this.token = undefined;
      tellTabs('begun');
      return session;
    } catch (error) {
      if (error instanceof Problem && error.status < 500 && error.status !== 429) {
        this.token = undefined;
        throw new LinkRefused(error.status, { detail: error.message });
      }
      throw error;
    }
  }
}

/** Goes on with a session that has just begun here. */
export async function goOnWith(client: QueryClient, session: Session): Promise<void> {
  // An answer about the session of before must not come after this.
  await client.cancelQueries({ queryKey: keys.session });
  forgetOthers(client, session);
  client.setQueryData(keys.session, session);
  tellTabs('begun');
}

/** What one person has read is not shown to the next. */
function forgetOthers(client: QueryClient, { user }: Session): void {
  const before = client.getQueryData<Session>(keys.session);
  if (before !== undefined && before.user !== user) {
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
  }
}
