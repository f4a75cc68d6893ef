import { describe, expect, test } from 'vitest';
import type { FlagSummary } from './api/list-flags';
import { choicesOf, enabledIn, type Filters, filtered, inShort } from './filters';

const all: Filters = { text: '', tag: '', owner: '', state: '', sort: 'key' };

function flag(key: string, on: number, more: Partial<FlagSummary> = {}): FlagSummary {
  const lastChange = { at: '2026-11-20T08:00:00Z', actor: 'ada', action: 'flag.create', comment: '' };
  const here = { enabled: on > 0, exposure: { on, off: 100 - on }, lastChange };
  return {
    key,
    description: '',
    owner: '',
    tags: [],
    lastChange,
    environments: { production: here, development: { ...here, enabled: false } },
    ...more,
  } as unknown as FlagSummary;
}

const flags = [
  flag('banner', 0, { tags: ['web'], owner: 'bob' }),
  flag('checkout', 25, { description: 'One page instead of three', tags: ['shop', 'web'] }),
  flag('search', 100, { lastChange: { at: '2026-11-21T08:00:00Z', actor: 'bob', action: 'x', comment: '' } }),
];
const keysOf = (filters: Partial<Filters>) => filtered(flags, { ...all, ...filters }).map(({ key }) => key);

describe('flags are found', () => {
  test('by all words of a text, wherever they stand', () => {
    expect(keysOf({ text: 'PAGE check' })).toEqual(['checkout']);
    expect(keysOf({ text: 'page bob' })).toEqual([]);
  });

  test('by tag and owner', () => {
    expect(keysOf({ tag: 'web' })).toEqual(['banner', 'checkout']);
    expect(keysOf({ tag: 'web', owner: 'bob' })).toEqual(['banner']);
    expect(choicesOf(flags)).toEqual({ tags: ['shop', 'web'], owners: ['bob'] });
  });

  test('by state: disabled everywhere, enabled somewhere, on the way', () => {
    expect(keysOf({ state: 'disabled' })).toEqual(['banner']);
    expect(keysOf({ state: enabledIn('production') })).toEqual(['checkout', 'search']);
    expect(keysOf({ state: enabledIn('development') })).toEqual([]);
    expect(keysOf({ state: 'partly' })).toEqual(['checkout']);
  });

  test('newest change first', () => {
    expect(keysOf({ sort: 'changed' })[0]).toBe('search');
  });
});

test('who gets what is said in a few words', () => {
  expect(inShort({ on: 0, off: 100 }, 'off')).toBe('off');
  expect(inShort({ on: 12.5, off: 87.5 }, 'off')).toBe('12.5 % on');
  expect(inShort({ a: 20, b: 30, c: 50 }, 'c')).toBe('20 % a, 30 % b');
});
