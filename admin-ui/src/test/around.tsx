import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { Csrf } from '../shared/csrf';
import type { Schema } from '../shared/http';
import { GrantsContext } from '../shared/may';
import { type Place, PlaceContext } from '../shared/place';
import { ConfirmProvider } from '../shared/ui/confirm';
import { NoticeProvider } from '../shared/ui/notices';

/** What the fake requests must carry. */
export const csrf = 'token-of-this-session';

const place: Place = { project: 'demo', environment: 'production', environments: [] };

interface Setting {
  grants?: readonly Schema<'Grant'>[];
}

/** Draws a part of a page as the shell would: somebody is signed in and in production of the project demo. */
export function renderInPlace(
  part: ReactNode,
  { grants = [{ project: '*', environment: '*', role: 'admin' }] }: Setting = {},
) {
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, networkMode: 'always' }, mutations: { networkMode: 'always' } },
  });
  const around = (inner: ReactNode) => (
    <MantineProvider>
      <QueryClientProvider client={client}>
        <Csrf value={csrf}>
          <GrantsContext value={grants}>
            <MemoryRouter>
              <PlaceContext value={place}>
                <NoticeProvider>
                  <ConfirmProvider>{inner}</ConfirmProvider>
                </NoticeProvider>
              </PlaceContext>
            </MemoryRouter>
          </GrantsContext>
        </Csrf>
      </QueryClientProvider>
    </MantineProvider>
  );
  const { rerender, ...rest } = render(around(part));
  return { ...rest, client, rerender: (again: ReactNode) => rerender(around(again)) };
}
