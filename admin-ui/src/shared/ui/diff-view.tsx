import { VisuallyHidden } from '@mantine/core';
import { type DiffLine, diffOf } from '../diff';
import classes from './diff-view.module.css';

interface Props {
  /** JSON documents; undefined or null for one that is not there. */
  before: unknown;
  after: unknown;
  label?: string;
}

/** So many unchanged lines around a change help to see where it is. */
const AROUND = 3;
const SPOKEN = { same: '', gone: 'Gone: ', new: 'New: ' } as const;

/** What is different between two documents, line by line. */
export function DiffView({ before, after, label = 'What is different' }: Props) {
  const lines = diffOf(before, after);
  if (lines.every(({ kind }) => kind === 'same')) {
    return <p className={classes.none}>Nothing is different.</p>;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
    <section className={classes.diff} aria-label={label} tabIndex={0}>
      {folded(lines).map(({ key, line }) =>
        line ? (
          <div key={key} className={classes.line} data-kind={line.kind}>
            <VisuallyHidden>{SPOKEN[line.kind]}</VisuallyHidden>
            {line.text}
          </div>
        ) : (
          <div key={key} className={classes.fold}>
            …
          </div>
        ),
      )}
    </section>
  );
}

/** The lines near a change; each run of others is one gap. */
function folded(lines: readonly DiffLine[]): { key: number; line?: DiffLine }[] {
  const near = (at: number) =>
    lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ kind }) => kind !== 'same');
  const out: { key: number; line?: DiffLine }[] = [];
  lines.forEach((line, key) => {
    if (near(key)) {
      out.push({ key, line });
    } else if (key === 0 || near(key - 1)) {
      out.push({ key });
    }
  });
  return out;
}
