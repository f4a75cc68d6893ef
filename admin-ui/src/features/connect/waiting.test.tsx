import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { Schema } from '../../shared/http';
import { renderInPlace } from '../../test/around';
import type { Attempt, Attempts, KeyUse } from './api/list-attempts';
import { Waiting } from './waiting';

const NOW = '2026-11-21T08:00:00Z';

function instance(id: string, more: Partial<Schema<'Instance'>> = {}): Schema<'Instance'> {
  return {
    instance: id,
    application: 'shop/1.4',
    sdk: 'sluice-java/0.1.0',
    node: 'node-1',
    session: `session-of-${id}`,
    connectedAt: NOW,
    lastSeenAt: NOW,
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

function attempt(trouble: Attempt['trouble'], words: string, count = 1): Attempt {
  return {
    trouble,
    words,
    environment: null,
    key: null,
    application: 'shop/1.4',
    sdk: 'sluice-java/0.1.0',
    address: '10.0.0.7',
    node: 'node-1',
    firstAt: NOW,
    lastAt: NOW,
    count,
  };
}

function use(environment: string, via: KeyUse['via'], lastUsedAt = NOW): KeyUse {
  return { key: '5c1f', environment, via, application: 'orders/2.0', sdk: 'sluice-java/0.1.0', lastUsedAt };
}

const attempts = (items: readonly Attempt[] = [], uses: readonly KeyUse[] = []): Attempts => ({
  items,
  uses,
  next: null,
  silent: [],
});

function waiting(instances: readonly Schema<'Instance'>[], known: Attempts | undefined, hidden?: string) {
  return <Waiting project="demo" environment="production" instances={instances} attempts={known} hidden={hidden} />;
}

describe('waiting for a program', () => {
  test('turns green when the first one connects', () => {
    const { rerender } = renderInPlace(waiting([], attempts()));
    expect(screen.getByText('Waiting for the first call to production')).toBeVisible();

    rerender(waiting([instance('a')], attempts()));

    expect(screen.getByText('shop/1.4 is connected to production')).toBeVisible();
    const arrived = within(screen.getByRole('list', { name: 'Connected just now' }));
    expect(arrived.getByText(/revision 12 is in force/)).toBeVisible();
  });

  test('is not over because of those who were there before, nor of one that is lost', () => {
    const { rerender } = renderInPlace(waiting([instance('a')], attempts()));

    rerender(waiting([instance('a'), instance('b', { lost: true, session: null })], attempts()));

    expect(screen.getByText('Waiting for the first call to production')).toBeVisible();
    expect(screen.getByText(/1 instance follows it already/)).toBeVisible();
  });

  test('says that a program polls because something holds its stream back', () => {
    const { rerender } = renderInPlace(waiting([], attempts()));

    rerender(waiting([instance('a', { polling: true, session: null })], attempts()));

    expect(screen.getByText(/a proxy that buffers, holds the stream back/)).toBeVisible();
  });

  test.each([
    ['unknown-key', 'no project here knows its key', /Make a key here/],
    ['broken-key', 'its key is not whole', /Copy the key again/],
    ['client-key', 'it came with a client key', /Give the program an SDK key/],
    ['unheard-stream', 'it gave up a stream', /proxy_buffering off/],
  ] as const)('names what is wrong: %s, with what to do about it', (trouble, words, advice) => {
    const { rerender } = renderInPlace(waiting([], attempts()));

    rerender(waiting([], attempts([attempt(trouble, words)])));

    const alert = within(screen.getByRole('alert'));
    expect(alert.getByText(/^shop\/1\.4 at 10\.0\.0\.7 /)).toBeVisible();
    expect(alert.getByText(new RegExp(words, 'i'))).toBeVisible();
    expect(alert.getByText(advice)).toBeVisible();
  });

  test('keeps what was refused before apart, until it is refused again', () => {
    const { rerender } = renderInPlace(waiting([], attempts([attempt('no-key', 'it came without a key', 3)])));
    expect(screen.getByText('1 program called in vain within the last hour')).toBeVisible();
    expect(screen.queryByRole('list')).toBeNull();

    rerender(waiting([], attempts([attempt('no-key', 'it came without a key', 4)])));

    expect(screen.queryByText(/within the last hour/)).toBeNull();
    expect(screen.getByRole('alert')).toHaveTextContent('4 times');
  });

  test('is over for what went wrong before the program came', () => {
    const { rerender } = renderInPlace(waiting([], attempts()));
    const wrong = attempts([attempt('no-key', 'it came without a key')], [use('development', 'sdk')]);
    rerender(waiting([], wrong));
    expect(screen.getAllByRole('alert')).toHaveLength(2);

    rerender(waiting([instance('a', { connectedAt: '2026-11-21T08:00:01Z' })], wrong));

    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByText('1 program called in vain within the last hour')).toBeVisible();
  });

  test('names the environment to which a program has come instead', () => {
    const { rerender } = renderInPlace(waiting([], attempts([], [use('staging', 'sdk')])));
    expect(screen.queryByRole('alert')).toBeNull();

    rerender(waiting([], attempts([], [use('staging', 'sdk'), use('development', 'ofrep')])));

    expect(screen.getByText('orders/2.0 connected to development, not to production')).toBeVisible();
    expect(screen.getAllByRole('alert')).toHaveLength(1);
  });

  test('turns green for a page that asks by OFREP', () => {
    const { rerender } = renderInPlace(waiting([], attempts([], [use('production', 'ofrep')])));
    expect(screen.getByText('Waiting for the first call to production')).toBeVisible();

    rerender(waiting([], attempts([], [use('production', 'ofrep', '2026-11-21T08:00:09Z')])));

    expect(screen.getByText('orders/2.0 asks production for its decisions')).toBeVisible();
  });

  test('tells who may not see what was refused why that is so', () => {
    renderInPlace(waiting([], undefined, 'Needs the role admin in all of demo; you are an editor there.'));

    expect(screen.getByText(/is shown to administrators of demo\. Needs the role admin/)).toBeVisible();
  });
});
