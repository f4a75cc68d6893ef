import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Segment } from './api/get-segment';
import classes from './segments.module.css';

interface Props {
  segment: Segment;
  /** "Your rules are". */
  mine: string;
  onDrop(): void;
  onSave(): void;
  children?: ReactNode;
}

/** Somebody has changed the segment since this was begun: nothing is lost, and nothing of theirs is overwritten unseen. */
export function Moved({ segment, mine, onDrop, onSave, children }: Props) {
  return (
    <div role="alert" className={classes.moved}>
      <span>
        <strong>{segment.lastChange.actor} changed this segment meanwhile.</strong> {mine} still here: save it over what
        is there now, or look at that first.{children}
      </span>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onDrop}>
          Drop mine
        </Button>
        <Button onClick={onSave}>Save mine over it</Button>
      </div>
    </div>
  );
}
