import { useMediaQuery } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { useNow } from '../../shared/ui/use-now';
import type { FlagSummary } from './api/list-flags';
import classes from './flag-list.module.css';
import { FlagRow } from './flag-row';

interface Props {
  project: string;
  /** Production first; as many as there is room for. */
  environments: readonly string[];
  flags: readonly FlagSummary[];
}

/** Rows have one height, so that nothing has to be measured while one scrolls. */
const ROW = 72;
const ROW_ON_PHONE = 128;
const BEYOND = 3;

/** The flags, a row each; only the rows in sight are in the document, however many there are. */
export function FlagList({ project, environments, flags }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const now = useNow();
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({
    count: flags.length,
    estimateSize: () => (phone ? ROW_ON_PHONE : ROW),
    overscan: BEYOND,
    scrollMargin: top,
    getItemKey: (index) => flags[index]?.key ?? index,
  });
  // Row heights of a telephone are others.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the height of a row changes
  useLayoutEffect(() => rows.measure(), [phone]);

  return (
    <div className={classes.table} data-environments={environments.length}>
      <div className={classes.header} aria-hidden="true">
        <span>Flag</span>
        {environments.map((environment) => (
          <span key={environment}>{environment}</span>
        ))}
        <span>Last change</span>
      </div>
      <ul ref={list} className={classes.list} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ key, index, start, size }) => {
          const flag = flags[index];
          return (
            flag && (
              <li
                key={key}
                className={classes.item}
                style={{ height: size, transform: `translateY(${start - top}px)` }}
                aria-setsize={flags.length}
                aria-posinset={index + 1}
              >
                <FlagRow project={project} environments={environments} flag={flag} now={now} />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}
