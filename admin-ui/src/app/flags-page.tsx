import { Button, Code, Skeleton } from '@mantine/core';
import { FlagCard } from '../features/flags/flag-card';
import { useFlags } from '../features/flags/use-flags';
import { FleetPanel } from '../features/fleet/fleet-panel';
import { arrivalOf } from '../shared/live/arrivals';
import { useLive } from '../shared/live/live';
import { useArrivals } from '../shared/live/use-project-events';
import { usePlace } from '../shared/place';
import { ArrivalLine } from '../shared/ui/arrival-line';
import { Empty } from '../shared/ui/empty';
import { Failure } from '../shared/ui/failure';
import { PageHead } from '../shared/ui/page-head';
import classes from './flags-page.module.css';

/** The flags of a project in one environment, as they are now. */
export function FlagsPage() {
  const { project, environment } = usePlace();
  const live = useLive().phase === 'live';
  const flags = useFlags(project, live);
  const arrivals = useArrivals(project);
  const here = (flags.data ?? []).flatMap((flag) => {
    const inEnvironment = flag.environments?.[environment];
    return inEnvironment ? [{ flag, inEnvironment }] : [];
  });

  return (
    <>
      <PageHead title="Flags" environmental />
      <div className={classes.columns}>
        <div className={classes.flags}>
          {flags.isPending && <Waiting />}
          {flags.error && !flags.data && (
            <Failure what="The flags could not be read" error={flags.error} onRetry={() => void flags.refetch()} />
          )}
          {flags.data?.length === 0 && <NoFlags project={project} />}
          {here.map(({ flag, inEnvironment }) => {
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
        <aside className={classes.aside}>
          <FleetPanel project={project} environment={environment} />
        </aside>
      </div>
    </>
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
    <Empty title="No flags yet">
      <p>A new flag is disabled: making one changes nothing for anybody. The first one, by REST:</p>
      <Code block className={classes.command ?? ''} tabIndex={0} aria-label="Command that makes a flag">
        {command}
      </Code>
      <Button mt="md" variant="default" size="xs" onClick={() => void navigator.clipboard.writeText(command)}>
        Copy the command
      </Button>
    </Empty>
  );
}
