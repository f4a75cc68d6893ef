import { call, type Schema } from '../../../shared/http';

/** What a project's list says of the flag in one environment. */
export type FlagInEnvironment = Schema<'FlagInEnvironment'>;

/** What it says of a flag. */
export type FlagSummary = Schema<'Flag'>;

/** What only the server can tell apart. */
export interface FlagQuery {
  /** Those that are out of use, instead of the others. */
  archived?: true;
  /** Those that may go, for this reason or any. */
  stale?: 'true' | 'never-evaluated' | 'one-variation' | 'expired' | 'undeclared';
}

const MOST_AT_ONCE = 1_000;

/** The flags of a project, all pages of them. */
export async function listFlags(
  project: string,
  query: FlagQuery,
  signal: AbortSignal,
): Promise<readonly FlagSummary[]> {
  const flags: FlagSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await call('GET /projects/{project}/flags', {
      path: { project },
      query: { ...query, cursor, limit: MOST_AT_ONCE },
      signal,
    });
    flags.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return flags;
}
