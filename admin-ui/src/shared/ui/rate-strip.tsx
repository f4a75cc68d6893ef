import type { ReactNode } from 'react';
import classes from './rate-strip.module.css';

/** What was counted in one step of time. */
export interface RatePoint {
  at: number;
  calls: number;
  errors: number;
}

interface Props {
  label: string;
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  stepMillis: number;
  points: readonly RatePoint[];
  /** Drawn over it on the same line of time. */
  children?: ReactNode;
}

const WIDTH = 1_000;
const HEIGHT = 64;
/** A rate below this does not fill the height: noise must not look like a fire. */
const LEAST_TOP = 0.05;

/** The share of calls that failed, over time; empty where nothing was counted. */
export function RateStrip({ label, from, to, stepMillis, points, children }: Props) {
  const top = Math.max(LEAST_TOP, ...points.map(rateOf));
  const x = (at: number) => ((at - from) / (to - from)) * WIDTH;
  return (
    <div className={classes.strip}>
      <svg
        className={classes.bars}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {points
          .filter(({ calls }) => calls > 0)
          .map((point) => {
            const height = (rateOf(point) / top) * (HEIGHT - 6);
            const width = Math.max(1, x(from + stepMillis) - 2);
            return (
              <g key={point.at}>
                <rect className={classes.calls} x={x(point.at)} y={HEIGHT - 3} width={width} height={3} />
                <rect
                  className={classes.errors}
                  x={x(point.at)}
                  y={HEIGHT - 3 - height}
                  width={width}
                  height={height}
                />
              </g>
            );
          })}
      </svg>
      {points.length > 0 && <span className={classes.top}>{percent(top)}</span>}
      {children}
    </div>
  );
}

export function rateOf({ calls, errors }: RatePoint): number {
  return calls === 0 ? 0 : errors / calls;
}

/** A rate that was counted, not set: three digits are enough. */
export function percent(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`;
}
