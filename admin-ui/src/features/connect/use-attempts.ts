import { useQuery } from '@tanstack/react-query';
import { keys } from '../../shared/keys';
import { listAttempts } from './api/list-attempts';

/** Calls have no event of their own; who waits for one looks often. */
const LOOK_MILLIS = 2_000;

/** Who lately called with keys of a project. Asked only where one may see it. */
export function useAttempts(project: string, may: boolean) {
  return useQuery({
    queryKey: keys.attempts(project),
    queryFn: ({ signal }) => listAttempts(project, signal),
    refetchInterval: LOOK_MILLIS,
    enabled: may,
  });
}
