import { describe, expect, test } from 'vitest';
import { bodyOf, draftOf, isChanged, moveRule, newRule, sayTheSame, withTarget } from './draft';
import type { Targeting } from './types';

const stored: Targeting = {
  enabled: true,
  offVariation: 'off',
  prerequisites: [],
  targets: [{ variation: 'on', attribute: 'targetingKey', keys: ['ada'] }],
  rules: [
    { id: 'staff', when: [{ op: 'inSegment', values: ['staff'] }], serve: 'off' },
    {
      id: 'de',
      when: [{ attribute: 'geo.country', op: 'in', values: ['DE'] }],
      serve: {
        split: {
          by: 'targetingKey',
          percent: { on: 12.345 },
          rest: 'off',
          salt: 'new-checkout',
          ranges: [{ variation: 'on', from: 0, to: 12_345 }],
        },
      } as never,
    },
  ],
  fallthrough: { variation: 'on' },
  version: 3,
  lastChange: { at: '2026-11-21T08:00:00Z', actor: 'ada', action: 'flag.put', comment: '' },
};

describe('a draft', () => {
  test('of what is stored is no change, and is sent without salts, ranges and versions', () => {
    const draft = draftOf(stored);

    expect(isChanged(draft, stored)).toBe(false);
    expect(bodyOf(draft)).toEqual({
      enabled: true,
      offVariation: 'off',
      prerequisites: [],
      targets: stored.targets,
      rules: [
        stored.rules?.[0],
        { ...stored.rules?.[1], serve: { split: { by: 'targetingKey', percent: { on: 12.345 }, rest: 'off' } } },
      ],
      fallthrough: 'on',
    });
  });

  test('says the same with a bare variation as with an object', () => {
    expect(sayTheSame(stored, { ...stored, fallthrough: 'on' })).toBe(true);
    expect(sayTheSame(stored, { ...stored, fallthrough: 'off' })).toBe(false);
  });

  test('keeps everything it has no form for', () => {
    const guard = { variation: 'on', baseline: 'off', maxErrorShare: 0.05 };
    const whenUnknown = { use: 'failClosed' as const };

    expect(bodyOf(draftOf({ ...stored, guard, whenUnknown }))).toMatchObject({ guard, whenUnknown });
  });

  test('moves a rule without touching the others', () => {
    const moved = moveRule(draftOf(stored), 1, 0);

    expect(moved.rules.map((rule) => rule.id)).toEqual(['de', 'staff']);
    expect(isChanged(moved, stored)).toBe(true);
    expect(isChanged(moveRule(moved, 0, 1), stored)).toBe(false);
  });

  test('names a new rule as no other is named', () => {
    const draft = draftOf({ ...stored, rules: [{ id: 'rule-2', when: [], serve: 'on' }] });

    expect(newRule(draft, { variation: 'on' }).id).toBe('rule-3');
  });
});

describe('targeting somebody', () => {
  test('takes them away from the variation they were given before', () => {
    const draft = withTarget(draftOf(stored), 'off', 'ada');

    expect(bodyOf(draft).targets).toEqual([{ variation: 'off', attribute: 'targetingKey', keys: ['ada'] }]);
  });

  test('joins those who get the same', () => {
    expect(bodyOf(withTarget(draftOf(stored), 'on', 'bob')).targets).toEqual([
      { variation: 'on', attribute: 'targetingKey', keys: ['ada', 'bob'] },
    ]);
  });
});
