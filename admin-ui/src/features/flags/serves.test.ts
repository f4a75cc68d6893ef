import { describe, expect, test } from 'vitest';
import type { Serve, Targeting } from './api/get-targeting';
import { likelyRamp, rampsOf, whatMoves, whatTheSwitchDoes } from './serves';

const boolean = { variations: { on: true, off: false } };
const three = { variations: { a: 1, b: 2, c: 3 } };
const with_ = (fallthrough: Serve, more: Partial<Targeting> = {}): Targeting => ({
  enabled: false,
  offVariation: 'off',
  fallthrough,
  ...more,
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

describe('the words', () => {
  test('of disabling name what everyone gets', () => {
    expect(whatTheSwitchDoes(boolean, with_('on', { enabled: true }))).toBe('Disabling: everyone gets off, at once.');
    expect(whatTheSwitchDoes(boolean, with_('on', { enabled: true, offVariation: null }))).toBe(
      'Disabling: everyone gets the default of the code, at once.',
    );
  });

  test('of enabling name shares, prerequisites, targets and rules', () => {
    const split = { by: 'targetingKey', percent: { a: 10, b: 0.5 }, rest: 'c' };
    const more = {
      prerequisites: [{ flag: 'payments', variations: ['on'] }],
      targets: [{ variation: 'a', keys: ['u1'] }],
      rules: [{ id: 'de' }, { id: 'fr' }],
    };

    expect(whatTheSwitchDoes(three, with_({ split }, more))).toBe(
      'Enabling: 10 % get a, 0.5 % get b and all others get c; ' +
        'if payments agrees, individual targets apply first and 2 rules apply first.',
    );
  });

  test('of a move name how much goes from whom to whom', () => {
    const ramp = { variation: 'on', present: 10_000, most: 100_000, rest: 'off', by: 'targetingKey' };

    expect(whatMoves(ramp, 12_500, true)).toBe('2.5 % of the line moves from off to on; nobody else moves.');
    expect(whatMoves(ramp, 1, true)).toBe('9.999 % of the line moves from on to off; nobody else moves.');
  });
});
