import { describe, expect, test } from 'vitest';
import { readValue, readVariations, textOf } from './variation-values';

describe('a value is read by the type of the flag', () => {
  test.each([
    ['boolean', 'true', true],
    ['string', ' 8 ', ' 8 '],
    ['integer', '-7', -7],
    ['double', '10.5', 10.5],
    ['json', '{"a": [1]}', { a: [1] }],
    ['json', '[1234567890123456789]', [1234567890123456789n]],
    ['double', '1152921504606846976', 2 ** 60],
  ] as const)('%s', (type, text, value) => {
    expect(readValue(type, text)).toEqual({ value });
    expect(readValue(type, textOf(type, value))).toEqual({ value });
  });

  test.each([
    ['boolean', 'yes'],
    ['integer', '1.5'],
    ['integer', '9007199254740993'],
    ['double', ''],
    ['json', '{a}'],
  ] as const)('%s is not %s', (type, text) => {
    expect(readValue(type, text)).toEqual({ fault: expect.stringMatching(/^Expected /) });
  });
});

test.each([
  ['double', '1234567890123456789', /^1234567890123456789 would be rounded to /],
  ['double', '1e400', /^1e400 is larger than any number can be/],
  ['json', '[12345678901234567890]', /^12345678901234567890 would be rounded to /],
] as const)('%s does not round %s', (type, text, words) => {
  expect(readValue(type, text)).toEqual({ fault: expect.stringMatching(words) });
});

test('variations have names, each once, and keep their order', () => {
  const drafts = ['large', '', 'large', 'small'].map((name, id) => ({ id, name, text: String(id) }));

  expect(readVariations('integer', drafts)).toEqual({
    faults: { 1: 'Expected a name', 2: 'There is "large" already' },
  });
  const read = readVariations(
    'integer',
    [drafts[3], drafts[0]].filter((one) => one !== undefined),
  );
  expect('variations' in read && Object.entries(read.variations)).toEqual([
    ['small', 3],
    ['large', 0],
  ]);
});
