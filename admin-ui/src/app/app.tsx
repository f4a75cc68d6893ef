import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { SessionGate } from '../features/session/session-gate';
import { NotFoundPage } from './not-found-page';
import { NowPage } from './now-page';
import { createQueryClient } from './queries';
import { Shell } from './shell';
import { theme } from './theme';

/** The one project that the first start makes; a chooser comes with the second. */
const PROJECT = 'demo';

export function App() {
  const [client] = useState(createQueryClient);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={client}>
        <SessionGate>
          {(session) => (
            <BrowserRouter>
              <Shell project={PROJECT} session={session}>
                <Routes>
                  <Route index element={<NowPage project={PROJECT} />} />
                  <Route path="*" element={<NotFoundPage />} />
                </Routes>
              </Shell>
            </BrowserRouter>
          )}
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}
