import type { FlagSummary } from './api/list-flags';

/** Which flags of the list are shown; empty fields leave out nothing. */
export interface Filters {
  text: string;
  tag: string;
  owner: string;
  state: string;
  sort: string;
}

/** `enabled in production`, or one that is about all environments. */
export const STATES = { off: 'disabled', partly: 'partly' } as const;
const ENABLED_IN = 'in:';

export function enabledIn(environment: string): string {
  return ENABLED_IN + environment;
}

export function filtered(flags: readonly FlagSummary[], filters: Filters): readonly FlagSummary[] {
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = flags.filter(
    (flag) =>
      (filters.tag === '' || flag.tags.includes(filters.tag)) &&
      (filters.owner === '' || flag.owner === filters.owner) &&
      isIn(flag, filters.state) &&
      (words.length === 0 || holdsAll(flag, words)),
  );
  return filters.sort === 'changed' ? [...found].sort((a, b) => (lastChange(a).at < lastChange(b).at ? 1 : -1)) : found;
}

function holdsAll(flag: FlagSummary, words: readonly string[]): boolean {
  const text = `${flag.key} ${flag.description} ${flag.owner} ${flag.tags.join(' ')}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function isIn(flag: FlagSummary, state: string): boolean {
  const here = Object.entries(flag.environments ?? {});
  if (state === STATES.off) {
    return here.every(([, { enabled }]) => !enabled);
  }
  if (state === STATES.partly) {
    return here.some(
      ([, { enabled, exposure }]) => enabled && Object.values(exposure).some((share) => share > 0 && share < 100),
    );
  }
  return !state.startsWith(ENABLED_IN) || here.some(([name, { enabled }]) => enabled && enabledIn(name) === state);
}

/** The latest change of a flag anywhere. */
export function lastChange(flag: FlagSummary) {
  return [flag.lastChange, ...Object.values(flag.environments ?? {}).map((here) => here.lastChange)].reduce(
    (latest, change) => (change.at > latest.at ? change : latest),
  );
}

/** What there is to choose from. */
export function choicesOf(flags: readonly FlagSummary[]) {
  const unique = (all: readonly string[]) => [...new Set(all)].filter(Boolean).sort();
  return {
    tags: unique(flags.flatMap((flag) => flag.tags)),
    owners: unique(flags.map((flag) => flag.owner)),
  };
}

/** Who gets what in a few words: "25 % on", "on", "off". */
export function inShort(exposure: Readonly<Record<string, number>>, off: string | undefined): string {
  const shares = Object.entries(exposure).filter(([, share]) => share > 0);
  const [most] = shares;
  if (shares.length === 1 && most) {
    return most[0];
  }
  const exposed = shares.filter(([name]) => name !== off);
  return exposed.map(([name, share]) => `${share} % ${name}`).join(', ');
}
