import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { fakeServerForEachTest } from '../../test/fake-server';
import { keys } from '../keys';
import { useProjectEvents } from './use-project-events';

const server = fakeServerForEachTest();
afterEach(() => vi.restoreAllMocks());

function turn(hidden: boolean) {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
}

function follow(unseenMillis: number) {
  const client = new QueryClient();
  const read = vi.spyOn(client, 'invalidateQueries');
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(() => useProjectEvents('demo', unseenMillis), { wrapper });
  return { result, read };
}

test('a tab that nobody looks at gives its stream back, and follows and reads anew when it is looked at again', async () => {
  const { result, read } = follow(1);
  await waitFor(() => expect(result.current.phase).toBe('live'));
  expect(server.current.followers).toBe(1);

  turn(true);
  await waitFor(() => expect(server.current.followers).toBe(0));
  expect(result.current.phase).toBe('connecting');
  read.mockClear();
  turn(false);

  await waitFor(() => expect(result.current.phase).toBe('live'));
  expect(server.current.followers).toBe(1);
  expect(read).toHaveBeenCalledWith({ queryKey: keys.project('demo') });
});

test('a tab that is left for a moment keeps its stream', async () => {
  const { result } = follow(60_000);
  await waitFor(() => expect(result.current.phase).toBe('live'));

  turn(true);
  turn(false);
  server.current.hangUp();

  // It was the first stream that ended, and no other had begun.
  await waitFor(() => expect(result.current.phase).toBe('away'));
});
