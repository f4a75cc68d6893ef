import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

interface Props {
  title: string;
  /** Buttons that belong to all of it. */
  aside?: ReactNode;
  /** One sentence on what this is for. */
  lead?: ReactNode;
  children: ReactNode;
}

/** A part of a page, with a heading of its own. */
export function Panel({ title, aside, lead, children }: Props) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <header className={classes.head}>
        <h2 id={id}>{title}</h2>
        {aside && <div className={classes.aside}>{aside}</div>}
        {lead && (
          <p className={classes.lead}>
            <span>{lead}</span>
          </p>
        )}
      </header>
      {children}
    </section>
  );
}
