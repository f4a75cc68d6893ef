import { type ReactNode, useId, useState } from 'react';
import classes from './file-drop.module.css';

interface Props {
  label: string;
  accept: string;
  children: ReactNode;
  disabled?: boolean;
  onFile(file: File): void;
}

/** Takes a file that is dropped, or chosen by a click or a key. */
export function FileDrop({ label, accept, children, disabled = false, onFile }: Props) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (file: File | undefined) => {
    if (file && !disabled) {
      onFile(file);
    }
  };
  return (
    <label
      className={classes.drop}
      htmlFor={id}
      data-over={over}
      data-disabled={disabled}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
    >
      <input
        id={id}
        className={classes.input}
        type="file"
        accept={accept}
        disabled={disabled}
        aria-label={label}
        onChange={(event) => {
          take(event.currentTarget.files?.[0]);
          // The same file may be chosen once more, after it was changed.
          event.currentTarget.value = '';
        }}
      />
      <span>{children}</span>
    </label>
  );
}
