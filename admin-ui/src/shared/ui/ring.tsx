import classes from './ring.module.css';

interface Props {
  done: number;
  of: number;
  complete: boolean;
  label: string;
}

const RADIUS = 9;
const LENGTH = 2 * Math.PI * RADIUS;

/** A ring that fills: `done` of `of`. Says the same in words to those who do not see it. */
export function Ring({ done, of, complete, label }: Props) {
  const share = of === 0 ? 0 : Math.min(done / of, 1);
  return (
    <svg
      className={classes.ring}
      data-complete={complete}
      viewBox="0 0 24 24"
      role="img"
      aria-label={label}
      width="26"
      height="26"
    >
      <circle className={classes.track} cx="12" cy="12" r={RADIUS} />
      <circle
        className={classes.fill}
        cx="12"
        cy="12"
        r={RADIUS}
        strokeDasharray={LENGTH}
        strokeDashoffset={LENGTH * (1 - share)}
      />
      {complete && <path className={classes.tick} d="M8 12.4l2.7 2.7L16 9.6" />}
    </svg>
  );
}
