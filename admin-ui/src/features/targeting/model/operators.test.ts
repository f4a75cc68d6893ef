import { describe, expect, test } from 'vitest';
import { countryCode, countryName } from './countries';
import { draftOf, type Value } from './draft';
import { faultsOf } from './faults';
import { OPERATORS, valueFault } from './operators';
import type { Clause } from './types';
import { clausesWords, serveWords } from './words';

const EXAMPLES: Record<string, [good: unknown, bad: unknown, words: string]> = {
  in: ['gold', {}, 'whose x is gold'],
  startsWith: ['a', 1, 'whose x starts with a'],
  endsWith: ['a', 1, 'whose x ends with a'],
  contains: ['a', true, 'whose x contains a'],
  matches: ['^a+$', 1, 'whose x matches ^a+$'],
  exists: [undefined, 'a', 'who have x'],
  lt: [7, '7', 'whose x is below 7'],
  lte: [7, '7', 'whose x is at most 7'],
  gt: [-1.5, '7', 'whose x is above -1.5'],
  gte: [0, '7', 'whose x is at least 0'],
  before: ['2026-12-24T18:00:00Z', '2026-12-24', 'whose x is before 2026-12-24T18:00:00Z'],
  after: [1_795_250_042_000, 'Monday', 'whose x is after 1795250042000'],
  semverEq: ['1.2.3', '1.2', 'whose x is version 1.2.3'],
  semverLt: ['1.2.3-rc.1', '01.2.3', 'whose x is below version 1.2.3-rc.1'],
  semverLte: ['1.2.3+b.7', 'v1.2.3', 'whose x is at most version 1.2.3+b.7'],
  semverGt: ['0.0.0', '', 'whose x is above version 0.0.0'],
  semverGte: ['10.20.30', '1.2.3-', 'whose x is at least version 10.20.30'],
  inCidr: ['10.0.0.0/8', '10.0.0.0/33', 'whose x is in 10.0.0.0/8'],
  inSegment: ['staff', 1, 'in segment staff'],
  withinKm: [
    { latitude: 48.1, longitude: 11.6, km: 30 },
    { latitude: 100, longitude: 11.6, km: 30 },
    'within 30 km of 48.1, 11.6',
  ],
};

function draftWith(clause: Clause) {
  return draftOf({ enabled: true, rules: [{ id: 'r', when: [clause], serve: 'on' }], fallthrough: 'on' });
}

describe.each(OPERATORS.map((one) => [one.op, one] as const))('the operator %s', (op, { kind, takesAttribute }) => {
  const [good, bad, words] = EXAMPLES[op] ?? [undefined, undefined, ''];
  const attribute = takesAttribute ? { attribute: 'x' } : {};
  const clause: Clause = { ...attribute, op, ...(good === undefined ? {} : { values: [good as Value] as never }) };

  test('takes what it can compare with, and says what it expects of anything else', () => {
    expect(faultsOf(draftWith(clause))).toEqual([]);
    expect(faultsOf(draftWith({ ...clause, values: [bad] } as Clause))).toMatchObject([
      { pointer: '/rules/0/when/0/values/0', detail: expect.stringMatching(/^Expected /), missing: false },
    ]);
  });

  test('is said in words, turned round too', () => {
    const [rule] = draftWith(clause).rules;
    const [turned] = draftWith({ ...clause, negate: true }).rules;

    expect(clausesWords(rule?.when ?? [])).toBe(words);
    expect(clausesWords(turned?.when ?? [])).toMatch(/\b(not|no)\b/);
  });

  test('asks for what is missing', () => {
    const faults = faultsOf(draftWith({ op }));

    expect(faults.map(({ pointer }) => pointer)).toEqual([
      ...(takesAttribute ? ['/rules/0/when/0/attribute'] : []),
      ...(kind === 'none' ? [] : ['/rules/0/when/0/values']),
    ]);
    expect(faults.every((fault) => fault.missing)).toBe(true);
  });
});

test('addresses are of version 4 or 6, with or without a length', () => {
  for (const good of ['1.2.3.4', '::1', '2001:db8::/32', '::ffff:10.0.0.1', '0.0.0.0/0']) {
    expect([good, valueFault('network', good)]).toEqual([good, undefined]);
  }
  for (const bad of ['1.2.3', '256.1.1.1', '1.2.3.4/', '::/129', ':::', '10.0.0.0/8/9', 'localhost']) {
    expect([bad, valueFault('network', bad) !== undefined]).toEqual([bad, true]);
  }
});

test('numbers too long for JavaScript are numbers, and what would be rounded says so', () => {
  expect(valueFault('number', 9007199254740993n)).toBeUndefined();
  expect(valueFault('time', 9007199254740993n)).toBeUndefined();
  expect(valueFault('number', '12345678901234567890')).toMatch(/^12345678901234567890 would be rounded to /);
  const [rule] = draftWith({ attribute: 'x', op: 'lt', values: [1.2345678901234568e18] }).rules;
  expect(clausesWords(rule?.when ?? [])).toBe('whose x is below 1.2345678901234568e+18');
});

test('countries are said by their names and understood by name or code', () => {
  expect(countryName('DE')).toBe('Germany');
  expect(['germany', 'de', ' DE ', 'United Kingdom', 'gb', 'Atlantis'].map(countryCode)).toEqual([
    'DE',
    'DE',
    'DE',
    'GB',
    'GB',
    'Atlantis',
  ]);
  const [rule] = draftWith({ attribute: 'geo.country', op: 'in', values: ['DE', 'AT', 'CH', 'LI', 'FR'] }).rules;
  expect(clausesWords(rule?.when ?? [])).toBe('in Germany, Austria, Switzerland or 2 others');
});

test('a split is said with what the rest get', () => {
  const split = { by: 'account', percent: { on: 12_345 }, rest: undefined };

  expect(serveWords({ split }, 'off')).toBe('12.345 % on, the rest off, by account');
  expect(serveWords({ split: { ...split, by: 'random' } }, undefined)).toBe(
    '12.345 % on, the rest the default of the code, at random',
  );
});

describe('a draft', () => {
  test('has each id once, and none that names another place', () => {
    const rule = (id: string) => ({ id, when: [{ op: 'exists' as const, attribute: 'x' }], serve: 'on' });
    const draft = draftOf({ enabled: true, rules: ['a', 'a', 'target', 'b c'].map(rule), fallthrough: 'on' });

    expect(faultsOf(draft).map(({ pointer }) => pointer)).toEqual(['/rules/1/id', '/rules/2/id', '/rules/3/id']);
  });

  test('gives out at most everyone', () => {
    const fallthrough = { split: { by: '', percent: { on: 70, off: 30.001 } } };

    expect(faultsOf(draftOf({ enabled: true, fallthrough })).map(({ pointer }) => pointer)).toEqual([
      '/fallthrough/split/by',
      '/fallthrough/split/percent',
    ]);
  });
});
