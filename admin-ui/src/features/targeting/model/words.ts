import { writeJson } from '../../../shared/json';
import { formatPercent } from '../../../shared/thousandths';
import { countryName } from './countries';
import type { Circle, ClauseDraft, ServeDraft, Value } from './draft';
import { splitParts } from './split';

const CODE_DEFAULT = 'the default of the code';
const MOST_VALUES = 3;

export function variationName(name: string | undefined): string {
  return name ?? CODE_DEFAULT;
}

/** "a", "a or b", "a, b or c". */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Clauses as they follow "Users": "in Germany and whose plan is gold". */
export function clausesWords(clauses: readonly ClauseDraft[]): string {
  return clauses.map(clauseWords).join(' and ');
}

export function clauseWords({ attribute, op, values, negate, ignoreCase }: ClauseDraft): string {
  const not = negate === true;
  const whose = `whose ${attribute === undefined || attribute === '' ? '…' : attribute}`;
  const is = not ? 'is not' : 'is';
  const said = valuesWords(values, op === 'in' && attribute === 'geo.country' ? countryOf : plain);
  const words = {
    in: attribute === 'geo.country' ? `${not ? 'outside of' : 'in'} ${said}` : `${whose} ${is} ${said}`,
    startsWith: `${whose} ${not ? 'does not start' : 'starts'} with ${said}`,
    endsWith: `${whose} ${not ? 'does not end' : 'ends'} with ${said}`,
    contains: `${whose} ${not ? 'does not contain' : 'contains'} ${said}`,
    matches: `${whose} ${not ? 'does not match' : 'matches'} ${said}`,
    lt: `${whose} ${is} below ${said}`,
    lte: `${whose} ${is} at most ${said}`,
    gt: `${whose} ${is} above ${said}`,
    gte: `${whose} ${is} at least ${said}`,
    before: `${whose} ${is} before ${said}`,
    after: `${whose} ${is} after ${said}`,
    semverEq: `${whose} ${is} version ${said}`,
    semverLt: `${whose} ${is} below version ${said}`,
    semverLte: `${whose} ${is} at most version ${said}`,
    semverGt: `${whose} ${is} above version ${said}`,
    semverGte: `${whose} ${is} at least version ${said}`,
    inCidr: `${whose} ${is} in ${said}`,
    inSegment: `${not ? 'not in' : 'in'} segment ${said}`,
    withinKm: `${not ? 'not ' : ''}within ${said}`,
    exists: `who have ${not ? 'no ' : ''}${attribute || '…'}`,
  }[op];
  return ignoreCase ? `${words} (in any case)` : words;
}

function valuesWords(values: readonly Value[], word: (value: Value) => string): string {
  if (values.length === 0) {
    return '…';
  }
  const shown = values.slice(0, MOST_VALUES).map(word);
  return either(values.length > MOST_VALUES ? [...shown, `${values.length - MOST_VALUES} others`] : shown);
}

function plain(value: Value): string {
  if (typeof value !== 'object') {
    return typeof value === 'string' ? value : writeJson(value);
  }
  const { latitude, longitude, km } = value as Circle;
  return `${km ?? '…'} km of ${latitude ?? '…'}, ${longitude ?? '…'}`;
}

function countryOf(value: Value): string {
  return countryName(plain(value));
}

/** "on", or "25 % on by account, the rest off". */
export function serveWords(serve: ServeDraft, off: string | undefined): string {
  if ('variation' in serve) {
    return serve.variation;
  }
  const { by, rest } = serve.split;
  const { shares } = splitParts(serve.split, [], off);
  const how = by === 'random' ? 'at random' : `by ${by}`;
  const said = shares.map(({ variation, share }) => `${formatPercent(share)} % ${variation}`);
  return [...said, `the rest ${variationName(rest ?? off)}`].join(', ').concat(`, ${how}`);
}
