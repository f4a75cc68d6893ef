import { expect, test } from 'vitest';
import { diffOf } from './diff';

const told = (before: unknown, after: unknown) =>
  diffOf(before, after).map(({ kind, text }) => ({ same: ' ', gone: '-', new: '+' })[kind] + text);

test('a diff names what is gone and what is new, and keeps the rest around it', () => {
  expect(told({ a: 1, b: 2, c: 3 }, { a: 1, c: 3, d: 4 })).toEqual([
    ' {',
    '   "a": 1,',
    '-  "b": 2,',
    '-  "c": 3',
    '+  "c": 3,',
    '+  "d": 4',
    ' }',
  ]);
});

test('what was not there before, or is not there after, is wholly new or wholly gone', () => {
  expect(told(undefined, [1])).toEqual(['+[', '+  1', '+]']);
  expect(told([1], null)).toEqual(['-[', '-  1', '-]']);
  expect(told({ a: 1 }, { a: 1 })).toEqual([' {', '   "a": 1', ' }']);
});

test('both sides can be read back from a diff', () => {
  const [before, after] = [{ rules: ['x', 'y', 'z', 'q'] }, { rules: ['y', 'x', 'z', 'w'], on: true }];
  const side = (left: 'gone' | 'new') =>
    JSON.parse(
      diffOf(before, after)
        .filter(({ kind }) => kind !== left)
        .map(({ text }) => text)
        .join('\n'),
    );

  expect(side('new')).toEqual(before);
  expect(side('gone')).toEqual(after);
});
