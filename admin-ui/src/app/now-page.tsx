import { Button, Code, NativeSelect, SegmentedControl, Skeleton } from '@mantine/core';
import { useSearchParams } from 'react-router';
import type { FlagSummary } from '../features/flags/api/list-flags';
import { FlagCard } from '../features/flags/flag-card';
import { useFlags } from '../features/flags/use-flags';
import { FleetPanel } from '../features/fleet/fleet-panel';
import { arrivalOf } from '../shared/live/arrivals';
import { type LiveStatus, useArrivals, useProjectEvents } from '../shared/live/use-project-events';
import { moment } from '../shared/time';
import { ArrivalLine } from '../shared/ui/arrival-line';
import { Failure } from '../shared/ui/failure';
import { count } from '../shared/words';
import classes from './now-page.module.css';

const PRODUCTION = 'production';
/** More than these no longer fit side by side on a phone. */
const SIDE_BY_SIDE = 3;

/** The flags of a project in one environment, as they are now. */
export function NowPage({ project }: { project: string }) {
  const status = useProjectEvents(project);
  const live = status.phase === 'live';
  const flags = useFlags(project, live);
  const arrivals = useArrivals(project);
  const [search, setSearch] = useSearchParams();

  const environments = environmentsOf(flags.data ?? []);
  const wanted = search.get('env');
  const environment = environments.find((name) => name === wanted) ?? environments[0];
  const here = (flags.data ?? []).flatMap((flag) => {
    const inEnvironment = environment === undefined ? undefined : flag.environments[environment];
    return inEnvironment ? [{ flag, inEnvironment }] : [];
  });

  return (
    <>
      <div className={classes.bar} data-environment={environment === PRODUCTION ? 'production' : 'other'}>
        <h1>{flags.data ? count(here.length, 'flag') : 'Flags'}</h1>
        {environment !== undefined && (
          <EnvironmentChooser
            environments={environments}
            environment={environment}
            onChoose={(env) => setSearch({ env })}
          />
        )}
        <LiveMark status={status} />
      </div>

      <div className={classes.columns}>
        <div className={classes.flags}>
          {flags.isPending && <Waiting />}
          {flags.error && !flags.data && (
            <Failure what="The flags could not be read" error={flags.error} onRetry={() => void flags.refetch()} />
          )}
          {flags.data?.length === 0 && <NoFlags project={project} />}
          {environment !== undefined &&
            here.map(({ flag, inEnvironment }) => {
              const arrival = arrivalOf(arrivals, environment, flag.key);
              return (
                <FlagCard
                  key={flag.key}
                  project={project}
                  environment={environment}
                  flag={flag}
                  here={inEnvironment}
                  arrival={arrival && <ArrivalLine arrival={arrival} live={live} />}
                />
              );
            })}
        </div>
        {environment !== undefined && (
          <aside className={classes.aside}>
            <FleetPanel project={project} environment={environment} />
          </aside>
        )}
      </div>

      {status.phase === 'away' && (
        <div className={classes.away} role="alert">
          <strong>The server has been away since {moment(status.since)}.</strong> What you see is from then. Running
          programs go on with what they have; this page comes back by itself.
        </div>
      )}
    </>
  );
}

/** Production first: that is where it burns. */
function environmentsOf(flags: readonly FlagSummary[]): readonly string[] {
  const names = [...new Set(flags.flatMap((flag) => Object.keys(flag.environments)))].sort();
  return names.includes(PRODUCTION) ? [PRODUCTION, ...names.filter((name) => name !== PRODUCTION)] : names;
}

interface ChooserProps {
  environments: readonly string[];
  environment: string;
  onChoose(environment: string): void;
}

function EnvironmentChooser({ environments, environment, onChoose }: ChooserProps) {
  return environments.length > SIDE_BY_SIDE ? (
    <NativeSelect
      aria-label="Environment"
      value={environment}
      data={[...environments]}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  ) : (
    <SegmentedControl
      className={classes.chooser ?? ''}
      aria-label="Environment"
      value={environment}
      data={[...environments]}
      onChange={onChoose}
    />
  );
}

function LiveMark({ status: { phase } }: { status: LiveStatus }) {
  const words = { connecting: 'Connecting', live: 'Live', away: 'Reconnecting' }[phase];
  return (
    <span className={classes.live} data-phase={phase} role="status">
      <span className={classes.dot} aria-hidden="true" />
      {words}
    </span>
  );
}

function Waiting() {
  return (
    <div role="status" aria-label="Reading the flags">
      {[0, 1, 2].map((n) => (
        <Skeleton key={n} height={236} radius={12} mb={16} />
      ))}
    </div>
  );
}

function NoFlags({ project }: { project: string }) {
  const command = `curl ${window.location.origin}/api/v1/projects/${project}/flags -H "Authorization: Bearer $SLUICE_ADMIN_TOKEN" -H "Content-Type: application/json" -d '{"key": "new-checkout", "type": "boolean"}'`;
  return (
    <section className={classes.empty}>
      <h2>No flags yet</h2>
      <p>A new flag is disabled: making one changes nothing for anybody. The first one, by REST:</p>
      <Code block className={classes.command ?? ''} tabIndex={0} aria-label="Command that makes a flag">
        {command}
      </Code>
      <Button mt="md" variant="default" size="xs" onClick={() => void navigator.clipboard.writeText(command)}>
        Copy the command
      </Button>
    </section>
  );
}
