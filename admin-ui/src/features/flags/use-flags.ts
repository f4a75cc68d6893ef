import { useQuery } from '@tanstack/react-query';
import { keys } from '../../shared/keys';
import { getFlag } from './api/get-flag';
import { type FlagQuery, listFlags } from './api/list-flags';

/** A hint may be lost: even while events come, what is shown is read again now and then. */
const WHILE_LIVE_MILLIS = 30_000;
const WHILE_AWAY_MILLIS = 3_000;

function again(live: boolean): number {
  return live ? WHILE_LIVE_MILLIS : WHILE_AWAY_MILLIS;
}

/** The flags of a project. */
export function useFlags(project: string, live: boolean, query: FlagQuery = {}) {
  return useQuery({
    queryKey: [...keys.flags(project), 'list', query],
    queryFn: ({ signal }) => listFlags(project, query, signal),
    refetchInterval: again(live),
    // Comparing thousands of flags with those of before takes longer than drawing the few that are in sight.
    structuralSharing: false,
  });
}

/** What a flag is, and what it does in each environment. */
export function useFlag(project: string, flag: string, live: boolean) {
  return useQuery({
    queryKey: [...keys.flags(project), flag],
    queryFn: ({ signal }) => getFlag(project, flag, signal),
    refetchInterval: again(live),
  });
}

/** The variations of the project's flags by key: what prerequisites are chosen from. New flags are not urgent here. */
export function useVariationsByFlag(project: string) {
  return useQuery({
    queryKey: [...keys.project(project), 'variations'],
    queryFn: async ({ signal }) => {
      const flags = await listFlags(project, {}, signal);
      return Object.fromEntries(flags.map(({ key, variations }) => [key, Object.keys(variations)]));
    },
    staleTime: 5 * 60_000,
  });
}
