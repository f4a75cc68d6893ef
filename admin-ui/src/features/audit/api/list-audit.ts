import { call, type Schema } from '../../../shared/http';

export type AuditEntry = Schema<'AuditEntry'>;

/** What is looked for in a log; undefined asks for no such thing. */
export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  flag?: string | undefined;
  environment?: string | undefined;
  /** The earliest moment, as the REST API writes it. */
  since?: string | undefined;
}

const AT_ONCE = 50;

/** GET /projects/{project}/audit: newest first, from just before that entry back. */
export function listAudit(project: string, filter: AuditFilter, before: number | undefined, signal: AbortSignal) {
  return call('GET /projects/{project}/audit', {
    path: { project },
    query: { ...filter, before: before ?? Number.MAX_SAFE_INTEGER, limit: AT_ONCE },
    signal,
  });
}
