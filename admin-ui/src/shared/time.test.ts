import { expect, test } from 'vitest';
import { moment } from './time';

test('a moment names its time zone: who reads it over a shoulder or in a picture may be in another', () => {
  expect(moment(new Date('2026-11-21T14:03:05Z'))).toMatch(/2026, \d\d:\d\d:05 (UTC|GMT|[A-Z]{2,5})/);
});
