import { NativeSelect, SegmentedControl } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { isProduction, usePlace } from '../place';
import classes from './page-head.module.css';

interface Props {
  title: string;
  /** Whether the page is about one environment, which can be chosen then. */
  environmental?: boolean;
  /** Beside the title: what kind of thing this is. */
  mark?: ReactNode;
  /** At the end: what one can do to all of the page. */
  aside?: ReactNode;
}

/** More than these no longer fit side by side. */
const SIDE_BY_SIDE = 3;

/** The head of every page: what it is about, and where. Production has a colour of its own. */
export function PageHead({ title, environmental = false, mark, aside }: Props) {
  const { project, environment } = usePlace();
  useEffect(() => {
    document.title = `${title} · ${environmental ? `${environment} · ` : ''}${project} · Sluice`;
  }, [title, environmental, environment, project]);
  const colour = environmental ? (isProduction(environment) ? 'production' : 'other') : 'none';
  return (
    <div className={classes.bar} data-environment={colour}>
      <div className={classes.title}>
        <h1>{title}</h1>
        {mark}
      </div>
      {environmental && <EnvironmentChooser />}
      {aside && <div className={classes.aside}>{aside}</div>}
    </div>
  );
}

function EnvironmentChooser() {
  const { environment, environments } = usePlace();
  const [, setSearch] = useSearchParams();
  const choose = (env: string) =>
    setSearch((before) => {
      before.set('env', env);
      return before;
    });
  const keys = environments.map(({ key }) => key);
  return keys.length > SIDE_BY_SIDE ? (
    <NativeSelect
      aria-label="Environment"
      value={environment}
      data={keys}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  ) : (
    <SegmentedControl
      className={classes.chooser ?? ''}
      aria-label="Environment"
      value={environment}
      data={keys}
      onChange={choose}
    />
  );
}
