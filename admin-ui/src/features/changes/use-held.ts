import { useState } from 'react';
import type { Change } from './api/list-changes';

/**
 * The changes that are drawn. One click on a line acts, so what comes later does not push those that are there: it waits
 * until somebody wants to see it.
 */
export function useHeld(all: readonly Change[] | undefined) {
  const [held, setHeld] = useState<readonly Change[]>([]);
  if (held.length === 0 && all !== undefined && all.length > 0) {
    setHeld(all);
  }
  const oldest = held.at(-1)?.at ?? '';
  return {
    // Of what is known both ways the newest word.
    shown: held.map((one) => all?.find((other) => isSame(one, other)) ?? one),
    waiting: (all ?? []).filter((one) => one.at >= oldest && !held.some((other) => isSame(one, other))),
    show: () => setHeld(all ?? []),
  };
}

function isSame(one: Change, other: Change): boolean {
  return one.project === other.project && one.seq === other.seq;
}
