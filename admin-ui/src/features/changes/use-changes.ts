import { useQuery } from '@tanstack/react-query';
import { keys } from '../../shared/keys';
import { listChanges } from './api/list-changes';

const LATEST = 20;
/** As far back as the server tells. */
const SINCE = 'P90D';
/** Other projects tell this page nothing by themselves. */
const REFRESH_MILLIS = 10_000;

/** The last changes over all projects that one may see, newest first. */
export function useChanges() {
  return useQuery({
    queryKey: keys.changes,
    queryFn: ({ signal }) => listChanges(SINCE, LATEST, signal),
    refetchInterval: REFRESH_MILLIS,
  });
}
