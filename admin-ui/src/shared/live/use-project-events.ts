import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { readJson } from '../json';
import { keys } from '../keys';
import { type Arrivals, type Change, type Convergence, withChange, withConvergence } from './arrivals';
import { follow } from './stream';
import { useShown } from './use-shown';

/** Whether what the page shows follows the server: `since` is when that began or ended. */
export interface LiveStatus {
  phase: 'connecting' | 'live' | 'away';
  since: Date;
}

/** A browser has six connections to a server for all its tabs: one that nobody looks at gives its stream back by then. */
const UNSEEN_MILLIS = 10_000;

/** GET /projects/{project}/events: keeps what the page has read from the server up to date, whoever changed it. */
export function useProjectEvents(project: string, unseenMillis: number = UNSEEN_MILLIS): LiveStatus {
  const client = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>({ phase: 'connecting', since: new Date() });
  const shown = useShown(unseenMillis);

  useEffect(() => {
    const leaving = new AbortController();
    const to = (phase: LiveStatus['phase']) =>
      setStatus((before) => (before.phase === phase ? before : { phase, since: new Date() }));
    if (!shown) {
      to('connecting');
      return;
    }
    void follow(
      `/projects/${encodeURIComponent(project)}/events`,
      {
        onOpen() {
          to('live');
          // What changed while nobody listened came with no event.
          void client.invalidateQueries({ queryKey: keys.project(project) });
        },
        onEvent({ type, data }) {
          if (type === 'changed') {
            noteChange(client, project, readJson(data) as Change);
          } else if (type === 'convergence') {
            noteConvergence(client, project, readJson(data) as Convergence);
          }
        },
        onAway(httpStatus) {
          to('away');
          if (httpStatus === 401) {
            void client.invalidateQueries({ queryKey: keys.session });
          }
        },
      },
      leaving.signal,
    );
    return () => leaving.abort();
  }, [client, project, shown]);

  return status;
}

/** How the latest changes are arriving at the instances. Fed by events and by the answers to the page's own acts. */
export function useArrivals(project: string): Arrivals {
  const { data } = useQuery<Arrivals>({
    queryKey: keys.arrivals(project),
    queryFn: () => ({}),
    enabled: false,
    initialData: {},
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** A change is known: everything that was read before it is old. */
export function noteChange(
  client: QueryClient,
  project: string,
  change: Pick<Change, 'environment' | 'flag' | 'revision'>,
): void {
  client.setQueryData<Arrivals>(keys.arrivals(project), (before = {}) => withChange(before, change));
  void client.invalidateQueries({ queryKey: keys.flags(project) });
  void client.invalidateQueries({ queryKey: keys.changes });
  void client.invalidateQueries({ queryKey: keys.audit(project) });
}

function noteConvergence(client: QueryClient, project: string, convergence: Convergence): void {
  client.setQueryData<Arrivals>(keys.arrivals(project), (before = {}) => withConvergence(before, convergence));
  void client.invalidateQueries({ queryKey: keys.fleet(project, convergence.environment) });
}
