import { call } from '../../../shared/http';

/** What a project's list says of a flag. */
export interface FlagSummary {
  key: string;
  type: 'boolean' | 'string' | 'integer' | 'double' | 'json';
  description: string;
  owner: string;
  tags: readonly string[];
  /** In the flag's own order. */
  variations: Readonly<Record<string, unknown>>;
  archived: boolean;
  environments: Readonly<Record<string, FlagInEnvironment>>;
}

/** What it says of the flag in one environment. */
export interface FlagInEnvironment {
  enabled: boolean;
  revision: number;
  version: number;
  /** Who gets what now, in words. */
  sentence: string;
  /** What touching the switch will do, in words. */
  switching: string;
  /** Shares of the line in percent, by variation, of those whom no rule decides. */
  exposure: Readonly<Record<string, number>>;
  /** How many rules decide before that. */
  rules: number;
  lastChange: { at: string; actor: string; comment: string };
}

interface Page {
  items: FlagSummary[];
  next: string | null;
}

/** GET /projects/{project}/flags, all pages of it. */
export async function listFlags(project: string, signal: AbortSignal): Promise<readonly FlagSummary[]> {
  const path = `/projects/${encodeURIComponent(project)}/flags`;
  const flags: FlagSummary[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await call<Page>(path + query, { signal });
    flags.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return flags.filter((flag) => !flag.archived);
}
