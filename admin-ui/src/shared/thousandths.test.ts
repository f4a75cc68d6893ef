import { expect, test } from 'vitest';
import { EVERYONE, formatPercent, fromPercent, parsePercent, toPercent } from './thousandths';

test('every thousandth of a percent survives being shown, typed, sent and read again', () => {
  for (let thousandths = 0; thousandths <= EVERYONE; thousandths++) {
    const sent = JSON.parse(JSON.stringify(toPercent(thousandths)));

    if (parsePercent(formatPercent(thousandths)) !== thousandths || fromPercent(sent) !== thousandths) {
      expect.fail(`${thousandths} became ${formatPercent(thousandths)}, was sent as ${sent}`);
    }
  }
});

test.each([
  ['12.5', 12_500],
  [' 0,001 ', 1],
  ['7 %', 7_000],
  ['100', 100_000],
  ['5.', 5_000],
])('%j is read as %d thousandths', (text, thousandths) => {
  expect(parsePercent(text)).toBe(thousandths);
});

test.each(['', '-1', '100.001', '1e2', '0.0001', '.5', 'ten', '250', '1.2.3'])('%j is no percentage', (text) => {
  expect(parsePercent(text)).toBeUndefined();
});
