import { useInfiniteQuery } from '@tanstack/react-query';
import { keys } from '../../shared/keys';
import { type AuditFilter, listAudit } from './api/list-audit';

/** The log of a project through a filter, newest first, a page at a time. */
export function useAudit(project: string, filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: [...keys.audit(project), filter],
    queryFn: ({ pageParam, signal }) => listAudit(project, filter, pageParam, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}
