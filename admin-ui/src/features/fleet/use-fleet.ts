import { useQuery } from '@tanstack/react-query';
import { keys } from '../../shared/keys';
import { getFleet } from './api/get-fleet';

/** Instances come and go without an event of their own. */
const REFRESH_MILLIS = 3_000;

/** Who follows an environment, over all nodes. */
export function useFleet(project: string, environment: string, everyMillis: number = REFRESH_MILLIS) {
  return useQuery({
    queryKey: keys.fleet(project, environment),
    queryFn: ({ signal }) => getFleet(project, environment, signal),
    refetchInterval: everyMillis,
  });
}
