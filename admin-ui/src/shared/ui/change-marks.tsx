import { Tooltip, VisuallyHidden } from '@mantine/core';
import classes from './change-marks.module.css';

/** A moment at which somebody changed something. */
export interface Mark {
  id: string;
  at: number;
  /** Who did what, in a few words. */
  words: string;
  /** Whether it only took exposure away. */
  calm: boolean;
}

interface Props {
  from: number;
  to: number;
  marks: readonly Mark[];
}

/** Changes as marks on a line of time; each leads to the element with its id. Lies over any chart of the same span. */
export function ChangeMarks({ from, to, marks }: Props) {
  return (
    <div className={classes.marks}>
      {marks
        .filter(({ at }) => at >= from && at <= to)
        .map(({ id, at, words, calm }) => (
          <Tooltip key={id} label={words} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
            <a
              className={classes.mark}
              style={{ left: `${((at - from) / (to - from)) * 100}%` }}
              href={`#${id}`}
              data-calm={calm}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(id)?.focus();
              }}
            >
              <VisuallyHidden>{words}</VisuallyHidden>
            </a>
          </Tooltip>
        ))}
    </div>
  );
}
