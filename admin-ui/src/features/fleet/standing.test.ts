import { expect, test } from 'vitest';
import type { Instance } from './api/get-fleet';
import { byApplication, standingOf, troublesOf } from './standing';

function instance(more: Partial<Instance> = {}): Instance {
  return {
    instance: 'a',
    application: 'shop/1.4',
    sdk: 'sluice-java/0.1.0',
    node: 'node-1',
    session: 's',
    connectedAt: '2026-11-21T08:00:00Z',
    lastSeenAt: '2026-11-21T08:00:00Z',
    polling: false,
    lost: false,
    acked: { epoch: '1.a', revision: 12, hash: 'a' },
    behind: 0,
    notUnderstood: [],
    overrides: {},
    geo: null,
    droppedWindows: 0,
    ...more,
  };
}

test.each([
  [{}, 'good', 'up to date at 12', []],
  [{ behind: 2 }, 'waiting', '2 revisions behind', ['behind']],
  [{ behind: null }, 'waiting', 'revision 12 of another history', ['behind']],
  [{ acked: null, behind: null }, 'waiting', 'nothing acknowledged yet', ['unacknowledged']],
  [{ lost: true, session: null, behind: 3 }, 'bad', 'lost at revision 12', ['lost']],
  [{ notUnderstood: [{ flag: 'f', why: 'op' }] }, 'bad', '1 flag not understood', ['notUnderstood']],
  [{ geo: 'missing' }, 'good', 'up to date at 12', ['geoMissing']],
  [{ polling: true, session: null }, 'good', 'up to date at 12', ['polling']],
  [{ overrides: { f: 'on' }, droppedWindows: 2 }, 'good', 'up to date at 12', ['overrides', 'dropped']],
] as const)('an instance with %j stands: %s, %s', (more, tone, words, troubles) => {
  const one = instance(more as Partial<Instance>);

  expect(standingOf(one)).toEqual({ tone, words });
  expect(troublesOf(one)).toEqual(troubles);
});

test('instances stand by application and version, ten after nine', () => {
  const all = ['shop/1.10', 'shop/1.9', 'orders', 'a/b/2', 'shop/1.9'].map((application) => instance({ application }));

  expect(
    byApplication(all).map(({ name, versions }) => [name, versions.map((one) => [one.version, one.instances.length])]),
  ).toEqual([
    ['a/b', [['2', 1]]],
    ['orders', [['', 1]]],
    [
      'shop',
      [
        ['1.9', 2],
        ['1.10', 1],
      ],
    ],
  ]);
});
