import { QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from '../shared/http';
import { keys } from '../shared/keys';

/** All server data of the page lives in one of these. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError(error, query) {
        // The session ended while the page was open: the gate must look again.
        if (error instanceof Problem && error.status === 401 && query.queryKey[0] !== keys.session[0]) {
          void client.invalidateQueries({ queryKey: keys.session });
        }
      },
    }),
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
