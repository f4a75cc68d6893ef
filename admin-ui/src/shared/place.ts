import { createContext, useCallback, useContext } from 'react';
import { useSearchParams } from 'react-router';
import type { Schema } from './http';

/** Where on the server somebody is looking. */
export interface Place {
  project: string;
  /** The key of the environment that pages about one environment show. */
  environment: string;
  /** All of the project that one may see; production first, for that is where it burns. */
  environments: readonly Schema<'Environment'>[];
}

/** Set by the shell, which shows a page only once it knows the place. */
export const PlaceContext = createContext<Place | undefined>(undefined);

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (place === undefined) {
    throw new Error('usePlace is used outside of the shell');
  }
  return place;
}

/** The environment that has a colour of its own. */
export function isProduction(environment: string): boolean {
  return environment === 'production';
}

/** Production first, then by name. */
export function inOrder(environments: readonly Schema<'Environment'>[]): readonly Schema<'Environment'>[] {
  const rank = ({ key }: Schema<'Environment'>) => (isProduction(key) ? '' : key);
  return [...environments].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** What an address may say besides its path; left out, the present project and environment are kept. */
export interface Elsewhere {
  project?: string;
  env?: string;
}

/** Gives addresses of pages that stay in the present project and environment: `placed('/flags/new-checkout')`. */
export function usePlaced(): (path: string, elsewhere?: Elsewhere) => string {
  const [search] = useSearchParams();
  const project = search.get('project');
  const env = search.get('env');
  return useCallback(
    (path, elsewhere = {}) => {
      const [bare = '', query] = path.split('?');
      const kept = new URLSearchParams(query);
      const other = elsewhere.project !== undefined && elsewhere.project !== project;
      const wanted = { project: elsewhere.project ?? project, env: elsewhere.env ?? (other ? null : env) };
      for (const [name, value] of Object.entries(wanted)) {
        if (value !== null) {
          kept.set(name, value);
        }
      }
      return kept.size === 0 ? bare : `${bare}?${kept}`;
    },
    [project, env],
  );
}
