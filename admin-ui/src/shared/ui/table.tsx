import type { ReactNode } from 'react';
import classes from './table.module.css';

interface Props {
  label: string;
  columns: readonly string[];
  /** `tr` elements, whose cells have `data-label` for where the head of the table is not seen. */
  children: ReactNode;
}

/** A table that becomes a list of blocks on a phone. */
export function Table({ label, columns, children }: Props) {
  return (
    <div className={classes.scroll}>
      <table className={`${classes.table} ${classes.stacked}`} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
