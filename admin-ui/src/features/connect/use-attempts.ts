import { useQuery } from '@tanstack/react-query';
import { keys } from '../../shared/keys';
import { listAttempts } from './api/list-attempts';

/** Who lately called with keys of a project; calls have no event of their own. Asked only where one may see it. */
export function useAttempts(project: string, may: boolean, everyMillis: number) {
  return useQuery({
    queryKey: keys.attempts(project),
    queryFn: ({ signal }) => listAttempts(project, signal),
    refetchInterval: everyMillis,
    enabled: may,
  });
}
