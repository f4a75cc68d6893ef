import { useQuery } from '@tanstack/react-query';
import { keys } from '../../shared/keys';
import { listFlags } from './api/list-flags';

/** A hint may be lost: even while events come, the list is read again now and then. */
const WHILE_LIVE_MILLIS = 30_000;
const WHILE_AWAY_MILLIS = 3_000;

export function useFlags(project: string, live: boolean) {
  return useQuery({
    queryKey: keys.flags(project),
    queryFn: ({ signal }) => listFlags(project, signal),
    refetchInterval: live ? WHILE_LIVE_MILLIS : WHILE_AWAY_MILLIS,
  });
}
