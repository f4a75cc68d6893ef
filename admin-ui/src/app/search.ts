/** Something that one can go to. */
export interface Found {
  kind: string;
  name: string;
  /** Beside the name. */
  about: string;
  /** Words that find it too, though they are not shown. */
  also?: string;
  to: string;
}

/** What fits the words, best first: a name that begins so, that has a part that begins so, that has it, or what is said of it. */
export function find(all: readonly Found[], wanted: string): readonly Found[] {
  const words = wanted.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return all
    .map((one) => ({ one, rank: Math.max(0, ...words.map((word) => rankOf(one, word))) }))
    .filter(({ rank }) => rank < NO_RANK)
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}

const NO_RANK = 4;

function rankOf({ name, about, also = '', kind }: Found, word: string): number {
  const key = name.toLowerCase();
  if (key.startsWith(word)) {
    return 0;
  }
  if (key.split(/[^a-z0-9]+/).some((part) => part.startsWith(word))) {
    return 1;
  }
  if (key.includes(word)) {
    return 2;
  }
  return `${kind} ${about} ${also}`.toLowerCase().includes(word) ? 3 : NO_RANK;
}
