import { useState } from 'react';
import type { KeyMade } from '../features/access/api/create-key';
import { MakeKey } from '../features/access/make-key';
import { ConnectSteps } from '../features/connect/connect-steps';
import { type Program, programs } from '../features/connect/snippets';
import { useAttempts } from '../features/connect/use-attempts';
import { Waiting } from '../features/connect/waiting';
import { useFleet } from '../features/fleet/use-fleet';
import { useMay } from '../shared/may';
import { usePlace } from '../shared/place';
import { Failure } from '../shared/ui/failure';
import { PageHead } from '../shared/ui/page-head';
import { Panel } from '../shared/ui/panel';
import classes from './connect-page.module.css';

/** How often to look whether somebody has come. */
const LOOK_MILLIS = 1_500;

/** From a key to a program that is seen to be connected. */
export function ConnectPage() {
  const { project, environment } = usePlace();
  return (
    <>
      <PageHead title="Connect" environmental />
      <Connecting key={`${project}/${environment}`} project={project} environment={environment} />
    </>
  );
}

function Connecting({ project, environment }: { project: string; environment: string }) {
  const [program, setProgram] = useState<Program>('java');
  const [application, setApplication] = useState('');
  const [made, setMade] = useState<KeyMade>();
  const may = useMay('admin');
  const fleet = useFleet(project, environment, LOOK_MILLIS);
  const attempts = useAttempts(project, may.may, LOOK_MILLIS);

  const kind = programs.find(({ id }) => id === program)?.key ?? 'sdk';
  const fitting = made?.kind === kind ? made : undefined;
  const [node] = fleet.data?.nodes ?? [];
  return (
    <div className={classes.columns}>
      <div className={classes.steps}>
        <ConnectSteps
          environment={environment}
          version={node?.version ?? '0.1.0'}
          program={program}
          onProgram={setProgram}
          application={application}
          onApplication={setApplication}
          madeKey={fitting?.key}
          keyStep={
            <MakeKey
              project={project}
              environment={environment}
              kind={kind}
              name={application}
              made={fitting}
              onMade={setMade}
            />
          }
        />
      </div>
      <div className={classes.answer}>
        <Panel title="Is it connected?">
          {fleet.error && !fleet.data && (
            <Failure what="The instances could not be read" error={fleet.error} onRetry={() => void fleet.refetch()} />
          )}
          {attempts.error && (
            <Failure
              what="Refused calls could not be read"
              error={attempts.error}
              onRetry={() => void attempts.refetch()}
            />
          )}
          <Waiting
            project={project}
            environment={environment}
            instances={fleet.data?.items}
            attempts={attempts.data}
            hidden={may.may ? undefined : may.why}
          />
        </Panel>
      </div>
    </div>
  );
}
