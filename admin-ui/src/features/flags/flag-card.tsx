import { Badge } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useCsrf } from '../../shared/csrf';
import { Problem } from '../../shared/http';
import { keys } from '../../shared/keys';
import { noteChange } from '../../shared/live/use-project-events';
import { Failure } from '../../shared/ui/failure';
import { MomentText } from '../../shared/ui/moment-text';
import { getTargeting } from './api/get-targeting';
import type { FlagInEnvironment, FlagSummary } from './api/list-flags';
import { type PercentageChange, setPercentage } from './api/set-percentage';
import { type Acted, switchFlag } from './api/switch-flag';
import { ExposureBar } from './exposure-bar';
import classes from './flag-card.module.css';
import { FlagSwitch } from './flag-switch';
import { PercentageControl } from './percentage-control';
import { rampsOf } from './serves';

interface Props {
  project: string;
  environment: string;
  flag: FlagSummary;
  here: FlagInEnvironment;
  /** How the last change is arriving; nothing before one was seen. */
  arrival: ReactNode;
}

/** One flag in one environment: who gets what now, and the two ways to change that at once. */
export function FlagCard({ project, environment, flag, here, arrival }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const targeting = useQuery({
    queryKey: keys.targeting(project, flag.key, environment),
    queryFn: ({ signal }) => getTargeting(project, flag.key, environment, signal),
  });

  const afterwards = async (acted: Acted) => {
    if (acted.changed) {
      noteChange(client, project, { environment, flag: flag.key, revision: acted.revision });
    }
    // The act is over for the person when the page shows what it did.
    await client.invalidateQueries({ queryKey: keys.flags(project) });
  };
  const switching = useMutation({
    mutationFn: (enable: boolean) => switchFlag(project, flag.key, environment, enable, csrf),
    onSuccess: afterwards,
  });
  const ramping = useMutation({
    mutationFn: (change: PercentageChange) => setPercentage(project, flag.key, environment, change, csrf),
    onSuccess: afterwards,
  });

  const off = targeting.data?.offVariation ?? (flag.type === 'boolean' ? 'off' : undefined);
  const atPercentage = ramping.error instanceof Problem ? ramping.error.at('/percentage') : undefined;
  const failure = switching.error ?? (atPercentage === undefined ? ramping.error : null);
  return (
    <article className={classes.card} aria-labelledby={`flag-${flag.key}`} data-enabled={here.enabled}>
      <header className={classes.head}>
        <div className={classes.title}>
          <h2 id={`flag-${flag.key}`}>
            {flag.key}
            <Badge variant="light" color="gray" size="sm" tt="none" ml={10}>
              {flag.type}
            </Badge>
          </h2>
          {flag.description && <p className={classes.description}>{flag.description}</p>}
          <p className={classes.sentence} aria-live="polite">
            {here.sentence}
          </p>
        </div>
        <FlagSwitch
          flag={flag.key}
          environment={environment}
          enabled={here.enabled}
          consequence={here.switching}
          busy={switching.isPending}
          onSwitch={(enable) => switching.mutate(enable)}
        />
      </header>

      <ExposureBar
        variations={Object.keys(flag.variations)}
        exposure={here.exposure}
        off={off}
        afterRules={here.enabled && here.rules > 0}
      />

      {targeting.data && (
        <PercentageControl
          key={environment}
          flag={flag.key}
          ramps={rampsOf(flag, targeting.data)}
          enabled={here.enabled}
          busy={ramping.isPending}
          error={atPercentage}
          onApply={(change) => ramping.mutateAsync(change)}
          onEdit={() => ramping.reset()}
        />
      )}
      {targeting.error && (
        <Failure
          what={`The targeting of ${flag.key} could not be read`}
          error={targeting.error}
          onRetry={() => void targeting.refetch()}
        />
      )}
      {failure && <Failure what={`${flag.key} was not changed`} error={failure} />}

      <footer className={classes.foot}>
        <div className={classes.arrival}>{arrival}</div>
        <p className={classes.last}>
          Changed <MomentText at={here.lastChange.at} /> by <strong>{here.lastChange.actor}</strong>
          {here.lastChange.comment && <>: {here.lastChange.comment}</>}
        </p>
      </footer>
    </article>
  );
}
