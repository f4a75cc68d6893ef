/** A country by its ISO 3166-1 code, which is what `geo.country` holds. */
export interface Country {
  code: string;
  name: string;
}

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Codes that have a name and are no country: unions, what is unknown or for tests, and those that countries had before. */
const NO_COUNTRY = new Set('EU EZ QO UN XA XB ZZ AN BU CS DD DY FX HV NH RH SU TP UK VD YD YU ZR'.split(' '));

let all: readonly Country[] | undefined;

export function countries(): readonly Country[] {
  all ??= LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .flatMap((code) => {
      const name = NO_COUNTRY.has(code) ? undefined : names.of(code);
      return name === undefined ? [] : [{ code, name }];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
  return all;
}

/** "Germany" for "DE"; what is no such code is its own name. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}

/** The code that somebody means who types "germany", "de" or "DE". */
export function countryCode(text: string): string {
  const wanted = text.trim();
  const named = countries().find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  return named?.code ?? (wanted.length === 2 ? wanted.toUpperCase() : wanted);
}
