import { describe, expect, test } from 'vitest';
import { merge } from './merge';
import type { Rule, TargetingBody } from './types';

const rule = (id: string, value = 'x'): Rule => ({
  id,
  when: [{ attribute: 'a', op: 'in', values: [value] }],
  serve: 'on',
});
const base: TargetingBody = {
  enabled: true,
  offVariation: 'off',
  prerequisites: [],
  targets: [],
  rules: [rule('a'), rule('b'), rule('c')],
  fallthrough: 'off',
};

const idsOf = (targeting: TargetingBody) => targeting.rules?.map(({ id }) => id);

describe('two changes of one targeting', () => {
  test('in different places are both kept, without a question', () => {
    const mine = { ...base, fallthrough: 'on' };
    const theirs = { ...base, rules: [rule('a'), rule('b', 'y'), rule('c')] };

    const merged = merge(base, mine, theirs);

    expect(merged.conflicts).toEqual([]);
    expect(merged.result({})).toEqual({ ...base, fallthrough: 'on', rules: theirs.rules });
  });

  test('in the same place are for a person to decide, and what is on the server stands until then', () => {
    const mine = { ...base, rules: [rule('a', 'mine'), rule('b'), rule('c')] };
    const theirs = { ...base, rules: [rule('a', 'theirs'), rule('b'), rule('c')] };

    const merged = merge(base, mine, theirs);

    expect(merged.conflicts.map(({ name }) => name)).toEqual(['rule a']);
    expect(merged.result({}).rules?.[0]).toEqual(rule('a', 'theirs'));
    expect(merged.result({ 'rule a': 'mine' }).rules?.[0]).toEqual(rule('a', 'mine'));
  });

  test('that say the same are no conflict', () => {
    const both = { ...base, fallthrough: 'on' };

    expect(merge(base, both, both).pieces.map(({ verdict }) => verdict)).toEqual(['both']);
  });

  test('keep rules that one side added where that side put them, and drop what one side removed', () => {
    const mine = { ...base, rules: [rule('a'), rule('mine'), rule('b'), rule('c')] };
    const theirs = { ...base, rules: [rule('a'), rule('c'), rule('theirs')] };

    const merged = merge(base, mine, theirs);

    expect(merged.conflicts).toEqual([]);
    expect(idsOf(merged.result({}))).toEqual(['a', 'mine', 'c', 'theirs']);
  });

  test('one of which removed what the other changed are a conflict', () => {
    const mine = { ...base, rules: [rule('a'), rule('b'), rule('c', 'mine')] };
    const theirs = { ...base, rules: [rule('a'), rule('b')] };

    const merged = merge(base, mine, theirs);

    expect(merged.conflicts.map(({ name }) => name)).toEqual(['rule c']);
    expect(idsOf(merged.result({}))).toEqual(['a', 'b']);
    expect(idsOf(merged.result({ 'rule c': 'mine' }))).toEqual(['a', 'b', 'c']);
  });

  test('take a new order from whoever made it', () => {
    const mine = { ...base, rules: [rule('c'), rule('a'), rule('b')] };
    const theirs = { ...base, rules: [rule('a'), rule('b', 'y'), rule('c')] };

    const merged = merge(base, mine, theirs);

    expect(merged.conflicts).toEqual([]);
    expect(merged.result({}).rules).toEqual([rule('c'), rule('a'), rule('b', 'y')]);
  });

  test('of which both made a new order ask which', () => {
    const mine = { ...base, rules: [rule('c'), rule('a'), rule('b')] };
    const theirs = { ...base, rules: [rule('b'), rule('a'), rule('c')] };

    const merged = merge(base, mine, theirs);

    expect(merged.conflicts.map(({ name }) => name)).toEqual(['order of rules']);
    expect(idsOf(merged.result({ 'order of rules': 'mine' }))).toEqual(['c', 'a', 'b']);
    expect(idsOf(merged.result({}))).toEqual(['b', 'a', 'c']);
  });

  test('of which one took a field away lose it only if nobody else changed it', () => {
    const { offVariation: _, ...mine } = base;

    expect(merge(base, mine, base).result({})).not.toHaveProperty('offVariation');
    expect(merge(base, mine, { ...base, offVariation: 'on' }).conflicts).toHaveLength(1);
  });
});
