import { describe, expect, test } from 'vitest';
import { Rounded, readJson, readNumber, readTyped, rounding, roundingOfDouble, writeJson } from './json';

describe('JSON of the server', () => {
  test.each([
    '{"id":1234567890123456789}',
    '[9007199254740991,9007199254740992,-9007199254740993,9223372036854775807,-9223372036854775808]',
    '{"7":12345678901234567,"a":[{"b":[1.5,-12345678901234567,0.07]}],"__proto__":1234567890123456789}',
    '["1234567890123456789","a \\"1234567890123456789\\" b","\\\\",1234567890123456789]',
    '["#1234567890123456789","##1","# 12",{"#":"#","###":1234567890123456789}]',
    '{"double":[1.2345678901234568e+18,9.007199254740992e+15,1e+21,5e-324]}',
  ])('%s is written again as it was read', (text) => {
    expect(writeJson(readJson(text))).toBe(text);
  });

  test('has no text that is taken for a number, however it is written', () => {
    expect(readJson('["\\u0023\\u00231234567890123456789", 1234567890123456789]')).toEqual([
      '##1234567890123456789',
      1234567890123456789n,
    ]);
  });

  test('is what it always was where every number is safe', () => {
    const value = { a: [1, 2.5, null, true, 'x'], b: {}, 1: undefined };

    expect(writeJson(value, 2)).toBe(JSON.stringify(value, null, 2));
    expect(readJson('{"a":[1,2.5e3,null,true,"1234567890123456789"]}')).toEqual({
      a: [1, 2500, null, true, '1234567890123456789'],
    });
    expect(() => readJson('{"a":1234567890123456789')).toThrow(SyntaxError);
  });

  test('is set in lines with its numbers', () => {
    expect(writeJson({ a: [1234567890123456789n] }, 2)).toBe('{\n  "a": [\n    1234567890123456789\n  ]\n}');
  });
});

describe('a number that somebody types', () => {
  test.each([
    ['7', 7],
    ['-1.50', -1.5],
    ['+.5', 0.5],
    ['1.', 1],
    ['1e3', 1000],
    ['0.30000000000000004', 0.30000000000000004],
    ['5.6843418860808015E-14', 2 ** -44],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
    ['10000000000000000000', 1e19],
    ['0.000', 0],
  ])('%s is kept', (text, number) => {
    expect(rounding(text)).toBeUndefined();
    expect(readNumber(text)).toBe(number);
  });

  test.each([
    ['12345678901234567890', 'would be rounded to 1.2345678901234567e+19'],
    ['-9223372036854775809', 'would be rounded to -9.223372036854776e+18'],
    ['9007199254740993.0', 'would be rounded to 9.007199254740992e+15'],
    ['0.1234567890123456789', 'would be rounded to 0.12345678901234568'],
    ['1e-400', 'would be rounded to 0'],
    ['1e400', 'is larger than any number can be'],
    [`0.${'3'.repeat(200)}`, 'would be rounded to 0.3333333333333333'],
  ])('%s is refused by its name, with what to do', (text, words) => {
    expect(rounding(text)).toBe(`${text} ${words}. Write it as a text, or with fewer digits`);
    expect(readNumber(text)).toBeUndefined();
    expect(() => readTyped(`{"a":["1e400",${text}]}`)).toThrow(new Rounded(rounding(text)));
  });

  test.each(['', '-', 'x1234567890123456789012', '0x10', '1,5', 'Infinity', '1 2'])('%j is none', (text) => {
    expect(readNumber(text)).toBeUndefined();
    expect(rounding(text)).toBeUndefined();
  });

  test('has 53 bits where there are only doubles', () => {
    expect(roundingOfDouble('1234567890123456789')).toMatch(/^1234567890123456789 would be rounded to /);
    expect(roundingOfDouble('1234567890123456768')).toBeUndefined();
  });

  test('may stand in JSON, between texts', () => {
    expect(readTyped('{"12345678901234567890":"12345678901234567890","n":-1234567890123456789}')).toEqual({
      '12345678901234567890': '12345678901234567890',
      n: -1234567890123456789n,
    });
    expect(() => readTyped('{')).toThrow(SyntaxError);
  });
});
