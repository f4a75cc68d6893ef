import { createContext, useContext } from 'react';

/** The token of the session, for everything below the session gate that changes something. */
export const Csrf = createContext<string | undefined>(undefined);

export function useCsrf(): string {
  const csrf = useContext(Csrf);
  if (csrf === undefined) {
    throw new Error('useCsrf is used outside of the session gate');
  }
  return csrf;
}
