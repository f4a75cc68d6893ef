import { describe, expect, test } from 'vitest';
import type { Serving } from './api/get-targeting';
import { likelyRamp, rampsOf, whatMoves } from './serves';

const boolean = { variations: { on: true, off: false } };
const three = { variations: { a: 1, b: 2, c: 3 } };
const with_ = (fallthrough: Serving) => ({
  enabled: false,
  offVariation: 'off',
  fallthrough,
});

describe('what can be ramped', () => {
  test('of a fixed serve that is not the off variation is that serve, which gives to the off variation', () => {
    expect(rampsOf(boolean, with_('on'))).toEqual([
      { variation: 'on', present: 100_000, most: 100_000, rest: 'off', by: 'targetingKey' },
    ]);
  });

  test('of a fixed off variation is every other one, which takes from it', () => {
    expect(rampsOf(boolean, with_({ variation: 'off' }))).toEqual([
      { variation: 'on', present: 0, most: 100_000, rest: 'off', by: 'targetingKey' },
    ]);
  });

  test('of a split is every variation that is not the rest, up to what the rest has', () => {
    const split = { by: 'account', percent: { a: 12.5, b: 0.007 }, rest: 'c' };

    const ramps = rampsOf(three, with_({ split }));

    expect(ramps).toEqual([
      { variation: 'a', present: 12_500, most: 99_993, rest: 'c', by: 'account' },
      { variation: 'b', present: 7, most: 87_500, rest: 'c', by: 'account' },
    ]);
    expect(likelyRamp(ramps)?.variation).toBe('a');
  });

  test('without a rest of its own a split gives the off variation to all others', () => {
    const split = { by: 'targetingKey', percent: { on: 10 } };

    expect(rampsOf(boolean, with_({ split })).map((ramp) => [ramp.variation, ramp.rest])).toEqual([['on', 'off']]);
  });
});

test('a move is told in how much goes from whom to whom', () => {
  const ramp = { variation: 'on', present: 10_000, most: 100_000, rest: 'off', by: 'targetingKey' };

  expect(whatMoves(ramp, 12_500, true)).toBe('2.5 % of the line moves from off to on; nobody else moves.');
  expect(whatMoves(ramp, 1, true)).toBe('9.999 % of the line moves from on to off; nobody else moves.');
  expect(whatMoves(ramp, 1, false)).toBe('Nobody moves now, for the flag is disabled. Once enabled, 0.001 % get on.');
});
