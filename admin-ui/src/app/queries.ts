import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from '../shared/http';
import { keys } from '../shared/keys';

const CSRF = 'urn:sluice:problem:csrf';

/** All server data of the page lives in one of these. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    // The session has ended, or another tab has begun a new one: the gate must look again, unless it knows already.
    const other = error instanceof Problem && (error.status === 401 || error.type === CSRF);
    if (other && client.getQueryState(keys.session)?.status === 'success') {
      void client.invalidateQueries({ queryKey: keys.session }, { cancelRefetch: false });
    }
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // The server may be on this machine: what the browser believes of the network says nothing.
        networkMode: 'always',
        retry: false,
        refetchOnWindowFocus: true,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}
