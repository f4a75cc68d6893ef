import { call, type Schema } from '../../../shared/http';

/** What a project's list says of the flag in one environment. */
export type FlagInEnvironment = Schema<'FlagInEnvironment'>;

/** What it says of a flag. */
export type FlagSummary = Schema<'Flag'>;

const MOST_AT_ONCE = 1_000;

/** GET /projects/{project}/flags, all pages of it. */
export async function listFlags(project: string, signal: AbortSignal): Promise<readonly FlagSummary[]> {
  const flags: FlagSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await call('GET /projects/{project}/flags', {
      path: { project },
      query: { cursor, limit: MOST_AT_ONCE },
      signal,
    });
    flags.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return flags.filter((flag) => !flag.archived);
}
