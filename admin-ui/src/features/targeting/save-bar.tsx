import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FieldError, Schema } from '../../shared/http';
import { Failure } from '../../shared/ui/failure';
import { count } from '../../shared/words';
import { moveWords } from './moves';
import classes from './save-bar.module.css';

interface Props {
  /** What saving would do; undefined while nobody knows. */
  prospect: Schema<'Prospect'> | undefined;
  /** What is wrong or missing. */
  faults: readonly FieldError[];
  /** The server could not be asked what saving would do. */
  failure: Error | undefined;
  /** Somebody was faster: there is something to bring together first. */
  behind: ReactNode;
  /** Whether what was written can be made into a draft at all. */
  readable: boolean;
  onDiscard(): void;
  onReview(): void;
}

/** Stands below the page while there is something to save, and says what that would do. */
export function SaveBar({ prospect, faults, failure, behind, readable, onDiscard, onReview }: Props) {
  return (
    <section className={classes.bar} aria-label="Changes that are not saved">
      <div className={classes.words} role="status">
        {behind ??
          (faults.length > 0 ? (
            <p className={classes.wrong}>
              {count(faults.length, 'thing')} to mend: {faults[0]?.detail}
            </p>
          ) : (
            <p>{prospect ? summary(prospect) : 'Not saved yet.'}</p>
          ))}
        {failure && <Failure what="What this would do is not known" error={failure} />}
      </div>
      <div className={classes.buttons}>
        <Button size="sm" variant="default" onClick={onDiscard}>
          Discard
        </Button>
        <Button size="sm" onClick={onReview} disabled={!readable}>
          {behind ? 'Bring together' : 'Review and save'}
        </Button>
      </div>
    </section>
  );
}

function summary({ changes, moves }: Schema<'Prospect'>): string {
  if (!changes) {
    return 'Not saved yet, and no different from what is in force.';
  }
  const telling = moves.filter(
    ({ reach, now, whenEnabled }) => reach !== 'same' || (now?.moved ?? 0) + (whenEnabled?.moved ?? 0) > 0,
  );
  return telling.length === 0 ? 'Not saved yet; nobody would move.' : telling.map(moveWords).join(' ');
}
