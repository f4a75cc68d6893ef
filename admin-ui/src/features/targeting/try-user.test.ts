import { expect, test } from 'vitest';
import { readAttributes } from './try-user';

test('attributes are JSON where they can be, whole numbers of 64 bits exactly, and texts where not', () => {
  expect(readAttributes('plan: gold\naccount: 1234567890123456789\nbeta: true\nnote: x12345678901234567890')).toEqual({
    plan: 'gold',
    account: 1234567890123456789n,
    beta: true,
    note: 'x12345678901234567890',
  });
  expect(readAttributes('{"account": -1234567890123456789}')).toEqual({ account: -1234567890123456789n });
  expect(readAttributes(' ')).toBeUndefined();
});

test.each([
  ['account: 12345678901234567890', '12345678901234567890 would be rounded to 1.2345678901234567e+19. '],
  ['{"account": [12345678901234567890]}', '12345678901234567890 would be rounded to 1.2345678901234567e+19. '],
  ['{"account"', 'This is no JSON that can be read'],
  ['gold', '"gold": expected a name, a colon and a value'],
])('%s says why it is refused', (text, words) => {
  expect(readAttributes(text)).toMatch(words);
});
