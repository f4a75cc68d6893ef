import { Switch } from '@mantine/core';
import { memo } from 'react';
import type { Schema } from '../../shared/http';
import { useMay } from '../../shared/may';
import { isProduction } from '../../shared/place';
import { ago, moment } from '../../shared/time';
import { Allowed } from '../../shared/ui/allowed';
import { PlaceLink } from '../../shared/ui/place-link';
import type { FlagSummary } from './api/list-flags';
import { inShort, lastChange } from './filters';
import classes from './flag-list.module.css';
import { useSwitching } from './switching';

interface Props {
  project: string;
  environments: readonly string[];
  flag: FlagSummary;
  /** One clock for the whole list. */
  now: Date;
}

const MOST_TAGS = 3;

/** A flag in the list: what it is, a switch for each environment, and who changed it last. */
export const FlagRow = memo(function FlagRow({ project, environments, flag, now }: Props) {
  const last = lastChange(flag);
  const changed = new Date(last.at);
  const about = flag.stale?.map(({ words }) => words).join(' ') || flag.description;
  return (
    <div className={classes.row}>
      <div className={classes.what}>
        <PlaceLink className={classes.key} to={`/flags/${flag.key}`} title={flag.key}>
          {flag.key}
        </PlaceLink>
        <div className={classes.about}>
          {flag.type !== 'boolean' && (
            <span className={classes.tag} data-kind="type">
              {flag.type}
            </span>
          )}
          {flag.tags.slice(0, MOST_TAGS).map((tag) => (
            <span key={tag} className={classes.tag}>
              {tag}
            </span>
          ))}
          <span className={classes.description} title={about}>
            {about}
          </span>
        </div>
      </div>
      {environments.map((environment) => {
        const here = flag.environments?.[environment];
        return here ? (
          <Cell key={environment} project={project} flag={flag} environment={environment} here={here} />
        ) : (
          <span key={environment} />
        );
      })}
      <div className={classes.last}>
        <span title={last.actor}>{last.actor}</span>
        <time dateTime={last.at} title={moment(changed)}>
          {ago(changed, now)}
        </time>
      </div>
    </div>
  );
});

interface CellProps {
  project: string;
  flag: FlagSummary;
  environment: string;
  here: Schema<'FlagInEnvironment'>;
}

function Cell({ project, flag, environment, here }: CellProps) {
  const may = useMay('release', environment);
  const { ask, busy } = useSwitching(project, flag.key, environment);
  const archived = flag.archived ? ({ may: false, why: 'It is archived.' } as const) : may;
  return (
    <div className={classes.cell} data-environment={isProduction(environment) ? 'production' : 'other'}>
      <Allowed may={archived}>
        {(props) => (
          <Switch
            size="sm"
            checked={here.enabled}
            onChange={() => void ask(here)}
            aria-label={`${flag.key} in ${environment}`}
            title={here.switching}
            aria-busy={busy}
            {...props}
          />
        )}
      </Allowed>
      <span className={classes.where}>{environment}</span>
      <span className={classes.gets} data-enabled={here.enabled} title={here.sentence}>
        {here.enabled ? inShort(here.exposure, here.percentage?.rest ?? undefined) : 'disabled'}
        {here.enabled && here.rules > 0 && <span className={classes.rules}>+{here.rules} rules</span>}
      </span>
    </div>
  );
}
