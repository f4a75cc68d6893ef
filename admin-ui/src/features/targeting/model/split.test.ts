import { describe, expect, test } from 'vitest';
import { asFixed, asSplit, evenly, mostOf, splitParts, sumFault, withRest, withShare } from './split';

const three = ['a', 'b', 'c'];
const split = { by: 'account', percent: { b: 7, a: 12_500 }, rest: undefined };

describe('the parts of a split', () => {
  test('come in the order of the flag, and the rest has what nobody has', () => {
    expect(splitParts(split, three, 'c')).toEqual({
      shares: [
        { variation: 'a', share: 12_500 },
        { variation: 'b', share: 7 },
      ],
      rest: 'c',
      free: 87_493,
    });
  });

  test('add up without the errors of floats', () => {
    const tenths = { by: 'x', percent: { a: 100, b: 200, c: 99_700 }, rest: 'd' };

    expect(splitParts(tenths, [], undefined).free).toBe(0);
    expect(sumFault(tenths)).toBeUndefined();
    expect(sumFault(withShare(tenths, 'c', 99_701))).toBe(
      '0.001 % too much is given out; expected at most 100 % together',
    );
  });

  test('leave the others alone when one changes', () => {
    expect(withShare(split, 'a', 20_000).percent).toEqual({ a: 20_000, b: 7 });
    expect(mostOf(split, 'a')).toBe(99_993);
  });
});

describe('taking the rest', () => {
  test('moves nobody: who had it before keeps as much as a share of its own', () => {
    expect(withRest(split, 'a', 'c')).toEqual({ by: 'account', percent: { b: 7, c: 87_493 }, rest: 'a' });
  });

  test('by the one that has it changes nothing', () => {
    expect(withRest(split, 'c', 'c')).toBe(split);
  });
});

describe('a fixed serve', () => {
  test('becomes a split that gives everyone the same, with the off variation as the rest', () => {
    expect(asSplit({ variation: 'a' }, three, 'c')).toEqual({
      split: { by: 'targetingKey', percent: { a: 100_000 }, rest: 'c' },
    });
    expect(asSplit({ variation: 'c' }, three, 'c')).toEqual({ split: { by: 'targetingKey', percent: {}, rest: 'c' } });
  });

  test('comes of a split as what most get', () => {
    expect(asFixed({ split }, 'c', three)).toEqual({ variation: 'c' });
    expect(asFixed({ split: withShare(split, 'a', 60_000) }, 'c', three)).toEqual({ variation: 'a' });
  });
});

test('evenly gives each the same whole thousandths, and the rest what is left', () => {
  expect(evenly(split, three, 'c').percent).toEqual({ a: 33_333, b: 33_333 });
});
