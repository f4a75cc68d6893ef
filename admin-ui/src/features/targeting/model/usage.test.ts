import { expect, test } from 'vitest';
import { usageOf } from './usage';

const point = (at: string, count: number) => ({ at: `2026-11-21T08:${at}Z`, count });
const measures = {
  flag: 'new-checkout',
  from: '2026-11-21T08:00:00Z',
  to: '2026-11-21T08:00:40Z',
  stepSeconds: 10,
  outcomes: [],
  metrics: [],
  applications: [],
  evaluations: [
    { version: 1, place: 'fallthrough', variation: 'on', reason: 'SPLIT', count: 5, points: [point('00:10', 5)] },
    {
      version: 2,
      place: 'de',
      variation: 'on',
      reason: 'SPLIT',
      count: 3,
      points: [point('00:10', 1), point('00:30', 2)],
    },
    { version: 2, place: null, variation: null, reason: 'ERROR', count: 4, points: [point('00:20', 4)] },
  ],
};

test('evaluations are added up by variation, whatever the version, and nobody is left out', () => {
  const usage = usageOf(measures, ['on', 'off']);

  expect(usage.total).toBe(12);
  expect(usage.variations).toEqual([
    { variation: 'on', count: 8 },
    { variation: 'off', count: 0 },
    { variation: null, count: 4 },
  ]);
  expect(usage.series).toEqual([
    [0, 6, 0, 2],
    [0, 0, 0, 0],
    [0, 0, 4, 0],
  ]);
  expect(usage.places).toEqual([
    { place: 'fallthrough', count: 5 },
    { place: 'error', count: 4 },
    { place: 'de', count: 3 },
  ]);
});

test('nothing reported is a line of zeros', () => {
  const usage = usageOf({ ...measures, evaluations: [] }, ['on']);

  expect(usage.series).toEqual([[0, 0, 0, 0]]);
  expect(usage.times).toHaveLength(4);
});
