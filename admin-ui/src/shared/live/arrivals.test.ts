import { expect, test } from 'vitest';
import { type Arrivals, arrivalOf, type Convergence, laggardName, withChange, withConvergence } from './arrivals';

const change = (flag: string | null, revision: number) => ({ environment: 'production', flag, revision });
const convergence = (revision: number, acked: number): Convergence => ({
  environment: 'production',
  revision,
  connected: 2,
  acked,
  laggards: [],
  complete: acked === 2,
  millis: revision,
});
const at = (arrivals: Arrivals, flag: string) => arrivalOf(arrivals, 'production', flag);

test('an acknowledgement that comes before the news of the change counts', () => {
  const arrivals = withChange(withConvergence({}, convergence(7, 2)), change('a', 7));

  expect(at(arrivals, 'a')?.convergence?.acked).toBe(2);
});

test('the same change twice does not start the ring anew', () => {
  const once = withConvergence(withChange({}, change('a', 7)), convergence(7, 2));

  expect(withChange(once, change('a', 7))).toBe(once);
  expect(withChange(once, change('a', 6))).toBe(once);
});

test('whoever has a later revision has the earlier change too, and what has arrived keeps its time', () => {
  const two = withChange(withChange({}, change('a', 7)), change('b', 8));

  const arrivals = withConvergence(withConvergence(two, convergence(7, 2)), convergence(8, 1));

  expect(at(arrivals, 'a')?.convergence).toEqual(convergence(7, 2));
  expect(at(arrivals, 'b')?.convergence).toEqual(convergence(8, 1));
});

test('acknowledgements of an older revision say nothing of a newer change', () => {
  const arrivals = withConvergence(withChange({}, change('a', 8)), convergence(7, 2));

  expect(at(arrivals, 'a')).toEqual({ revision: 8 });
});

test('a change of no single flag and other environments leave rings alone', () => {
  expect(withChange({}, change(null, 9))).toEqual({});
  const arrivals = withConvergence(withChange({}, change('a', 7)), { ...convergence(7, 2), environment: 'other' });
  expect(at(arrivals, 'a')).toEqual({ revision: 7 });
});

test('a laggard is named by its program and as much of its id as one reads', () => {
  const instance = '5f0c2d9e-6d7d-4c6a-9a56-0d8f1f9f7a10';

  expect(laggardName('shop-2')).toBe('shop-2');
  expect(laggardName(instance)).toBe('5f0c2d9e');
  expect(laggardName({ instance, application: 'shop/1.4' })).toBe('shop/1.4 5f0c2d9e');
});
