import { createContext, useContext } from 'react';

/** What is said about a place of the draft, by this page or by the server: undefined if nothing is wrong there. */
export interface Faults {
  at(pointer: string): string | undefined;
  /** Whether anything is wrong at this place or within it. */
  within(pointer: string): boolean;
}

export const NO_FAULTS: Faults = { at: () => undefined, within: () => false };

const FaultsContext = createContext<Faults>(NO_FAULTS);

export const FaultsProvider = FaultsContext.Provider;

export function useFaults(): Faults {
  return useContext(FaultsContext);
}

export function faultsFrom(list: readonly { pointer: string; detail: string }[]): Faults {
  return {
    at: (pointer) => list.find((fault) => fault.pointer === pointer)?.detail,
    within: (pointer) => list.some((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`)),
  };
}
