import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Secret } from '../../shared/ui/copied';
import classes from './access.module.css';

/** Why a dialog with such a secret stays. */
export const UNTIL_PUT_AWAY = 'What is shown this once would be gone: put it away first.';

interface Props {
  label: string;
  value: string;
  /** What it is good for, and for how long. */
  children: ReactNode;
  onClose(): void;
}

/** What an answer has held and no other will. */
export function ShownOnce({ label, value, children, onClose }: Props) {
  return (
    <div className={classes.once}>
      <Secret label={label} value={value} />
      <p>
        <strong>It is shown this once.</strong> The server keeps only its digest.
      </p>
      {children}
      <div className={classes.buttons}>
        <Button onClick={onClose}>I have put it away</Button>
      </div>
    </div>
  );
}
