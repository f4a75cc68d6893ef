import { CloseButton } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { Allowed } from './allowed';
import classes from './dialog.module.css';
import { useModal } from './use-modal';

/** Why a dialog stays while what it asked for is under way. */
export const WAITS = 'The server has not answered yet.';

interface Props {
  title: string;
  onClose(): void;
  /** Why it can't be closed now: what it waits for or holds would be lost. Undefined while it can. */
  stays?: string | undefined;
  /** Room for two columns. */
  wide?: boolean;
  children: ReactNode;
}

/**
 * What has to be answered before anything else: present while it is rendered. The browser's own dialog, which keeps the
 * keyboard inside and goes away with Escape; Mantine's would write style elements, which our policy forbids.
 */
export function Dialog({ title, onClose, stays, wide = false, children }: Props) {
  const ref = useModal('[data-autofocus]');
  const titleId = useId();
  return (
    <dialog
      ref={ref}
      className={classes.dialog}
      data-wide={wide}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (stays === undefined) {
          onClose();
        }
      }}
      onClose={() => {
        // At a second Escape a browser closes without asking.
        if (ref.current && !ref.current.open) {
          stays === undefined ? onClose() : ref.current.showModal();
        }
      }}
    >
      <div className={classes.head}>
        <h2 id={titleId}>{title}</h2>
        <Allowed may={stays === undefined ? { may: true } : { may: false, why: stays }}>
          {(props) => <CloseButton aria-label="Close" onClick={onClose} {...props} />}
        </Allowed>
      </div>
      <div className={classes.body}>{children}</div>
    </dialog>
  );
}
