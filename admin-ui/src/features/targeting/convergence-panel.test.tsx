import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { Arrival, Convergence } from '../../shared/live/arrivals';
import { ConvergencePanel } from './convergence-panel';

const base: Convergence = {
  environment: 'production',
  revision: 13,
  connected: 3,
  acked: 1,
  laggards: [],
  complete: false,
  millis: 240,
};

function show(arrival: Arrival | undefined, more: Partial<Parameters<typeof ConvergencePanel>[0]> = {}) {
  return render(
    <MantineProvider>
      <ConvergencePanel environment="production" arrival={arrival} connected={3} lost={[]} live {...more} />
    </MantineProvider>,
  );
}
const ring = () => screen.getByRole('img');

describe('the convergence ring', () => {
  test('says who is connected before anything was changed', () => {
    show(undefined);

    expect(screen.getByRole('heading', { name: '3 instances connected' })).toBeVisible();
  });

  test('waits for the first acknowledgement, or says that none can be seen', () => {
    const { unmount } = show({ revision: 13 });
    expect(screen.getByText('Waiting for the first acknowledgement.')).toBeVisible();
    unmount();

    show({ revision: 13 }, { live: false });
    expect(screen.getByText('Acknowledgements cannot be seen while the server is away.')).toBeVisible();
  });

  test('fills by how many have acknowledged, and names those that have not with the reason', () => {
    const laggards = [
      { instance: '5f0c2d9e-0000-4000-8000-000000000001', application: 'shop/1.4', session: 's1', why: 'behind by 2' },
      'node-2-instance',
    ];
    show({ revision: 13, convergence: { ...base, laggards } });

    expect(ring()).toHaveAccessibleName('1 of 3 instances');
    expect(ring()).toHaveAttribute('data-complete', 'false');
    expect(screen.getByText('2 still to come')).toBeVisible();
    const names = within(screen.getByRole('list', { name: 'Laggards' })).getAllByRole('listitem');
    expect(names.map((name) => name.textContent)).toEqual(['shop/1.4 5f0c2d9e behind by 2', 'node-2-instance']);
  });

  test('is whole when all that are connected have it, and still names those that are lost', () => {
    show({ revision: 13, convergence: { ...base, acked: 3 } }, { lost: ['shop 9a8b7c6d'] });

    expect(ring()).toHaveAttribute('data-complete', 'true');
    expect(screen.getByRole('heading', { name: 'In force on 3 of 3 instances' })).toBeVisible();
    expect(screen.getByText('after 240 ms')).toBeVisible();
    expect(screen.getByRole('list', { name: 'Lost instances' })).toHaveTextContent('shop 9a8b7c6d');
  });

  test('is never whole without an instance', () => {
    show({ revision: 13, convergence: { ...base, connected: 0, acked: 0 } });

    expect(ring()).toHaveAttribute('data-complete', 'false');
    expect(screen.getByText('No instance is connected.')).toBeVisible();
  });

  test('of a large fleet names the first and counts the others', () => {
    const laggards = Array.from({ length: 11 }, (_, n) => `node-${n}`);
    show({ revision: 13, convergence: { ...base, connected: 12, laggards } });

    expect(screen.getByText('and 3 more')).toBeVisible();
  });
});
