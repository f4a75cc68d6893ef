import { expect, test } from 'vitest';
import { find } from './search';

const all = ['checkout-v2', 'new-checkout', 'precheck', 'search'].map((name) => ({
  kind: 'Flag',
  name,
  about: name === 'search' ? 'Finds what one puts into the checkout' : '',
  to: `/flags/${name}`,
}));
const names = (wanted: string) => find(all, wanted).map(({ name }) => name);

test('the search finds first what begins so, then what has a part that does, then what has it, then what is said of it', () => {
  expect(names('check')).toEqual(['checkout-v2', 'new-checkout', 'precheck', 'search']);
});

test('the search wants every word, in any order and case', () => {
  expect(names('NEW check')).toEqual(['new-checkout']);
  expect(names('flag search')).toEqual(['search']);
  expect(names('nothing')).toEqual([]);
  expect(names('  ')).toEqual(all.map(({ name }) => name));
});
