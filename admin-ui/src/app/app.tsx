import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { RouterProvider } from 'react-router';
import { SessionGate } from '../features/session/session-gate';
import { ConfirmProvider } from '../shared/ui/confirm';
import { NoticeProvider } from '../shared/ui/notices';
import { createQueryClient } from './queries';
import { createRouter } from './routes';
import { theme } from './theme';

export function App() {
  const [client] = useState(createQueryClient);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={client}>
        <SessionGate>
          <NoticeProvider>
            <ConfirmProvider>
              <Pages />
            </ConfirmProvider>
          </NoticeProvider>
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Behind the gate, so that no router ever sees the token of a link in the address. */
function Pages() {
  const [router] = useState(createRouter);
  return <RouterProvider router={router} />;
}
