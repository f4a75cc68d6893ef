import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderInPlace } from '../../test/around';
import { Dialog, WAITS } from './dialog';

const user = userEvent.setup();
const onClose = vi.fn();

function show(stays: string | undefined) {
  onClose.mockClear();
  renderInPlace(
    <Dialog title="Rotate shop" onClose={onClose} stays={stays}>
      A secret
    </Dialog>,
  );
  return screen.getByRole<HTMLDialogElement>('dialog');
}

test('a dialog goes by Escape and by its cross', async () => {
  const dialog = show(undefined);

  fireEvent(dialog, new Event('cancel', { cancelable: true }));
  await user.click(screen.getByRole('button', { name: 'Close' }));

  expect(onClose).toHaveBeenCalledTimes(2);
});

test('a dialog that waits for an answer stays, and says why', () => {
  const dialog = show(WAITS);

  fireEvent(dialog, new Event('cancel', { cancelable: true }));
  // What a browser does at the second Escape in a row.
  dialog.close();
  fireEvent(dialog, new Event('close'));

  expect(screen.getByRole('button', { name: 'Close' })).toBeDisabled();
  expect(screen.getByRole('button', { name: 'Close' })).toHaveAccessibleDescription(WAITS);
  expect(onClose).not.toHaveBeenCalled();
  expect(dialog.open).toBe(true);
});
