import { call, type Schema } from '../../../shared/http';

export type Version = Schema<'HistoryPage'>['items'][number];

/** The kept versions of a flag: of its definition, and of its targeting in this environment; newest first. */
export function getHistory(
  project: string,
  flag: string,
  { environment, cursor }: { environment?: string; cursor?: string },
  signal: AbortSignal,
) {
  return call('GET /projects/{project}/flags/{flag}/history', {
    path: { project, flag },
    query: { environment, cursor },
    signal,
  });
}
