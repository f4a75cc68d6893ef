import { createContext, useContext } from 'react';
import type { LiveStatus } from './use-project-events';

/** Set by the shell, which follows the project's events for every page. */
export const LiveContext = createContext<LiveStatus>({ phase: 'connecting', since: new Date(0) });

/** Whether what the page shows follows the server. */
export function useLive(): LiveStatus {
  return useContext(LiveContext);
}
