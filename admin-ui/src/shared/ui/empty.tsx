import type { ReactNode } from 'react';
import classes from './empty.module.css';

interface Props {
  title: string;
  /** What to do about it. */
  action?: ReactNode;
  children?: ReactNode;
}

/** Stands where there is nothing yet, and says what would be here. */
export function Empty({ title, action, children }: Props) {
  return (
    <section className={classes.empty}>
      <h2>{title}</h2>
      {children}
      {action && <div className={classes.action}>{action}</div>}
    </section>
  );
}
