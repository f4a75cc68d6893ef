import { createBrowserRouter } from 'react-router';
import { NotFoundPage } from './not-found-page';
import { PageFailed } from './page-failed';
import { Shell } from './shell';

/** A line for each page; the code of a page is loaded when somebody goes there. */
const pages = [
  { index: true, lazy: async () => ({ Component: (await import('./now-page')).NowPage }) },
  { path: 'flags', lazy: async () => ({ Component: (await import('./flags-page')).FlagsPage }) },
  { path: 'flags/:flag', lazy: async () => ({ Component: (await import('./flag-page')).FlagPage }) },
  { path: 'segments', lazy: async () => ({ Component: (await import('./segments-page')).SegmentsPage }) },
  { path: 'segments/:segment', lazy: async () => ({ Component: (await import('./segment-page')).SegmentPage }) },
  { path: 'connect', lazy: async () => ({ Component: (await import('./connect-page')).ConnectPage }) },
  { path: 'why', lazy: async () => ({ Component: (await import('./why-page')).WhyPage }) },
  { path: 'fleet', lazy: async () => ({ Component: (await import('./fleet-page')).FleetPage }) },
  { path: 'access', lazy: async () => ({ Component: (await import('./access-page')).AccessPage }) },
  { path: 'audit', lazy: async () => ({ Component: (await import('./audit-page')).AuditPage }) },
];

/** The address bar, as long as somebody is signed in. */
export function createRouter() {
  return createBrowserRouter([
    {
      element: <Shell />,
      // While the code of the first page comes, the document is as empty as it was before.
      HydrateFallback: () => null,
      children: [
        {
          errorElement: <PageFailed />,
          children: [...pages, { path: '*', element: <NotFoundPage /> }],
        },
      ],
    },
  ]);
}
