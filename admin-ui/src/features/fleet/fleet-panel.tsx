import { instanceName } from '../../shared/instance-name';
import { Failure } from '../../shared/ui/failure';
import { MomentText } from '../../shared/ui/moment-text';
import { count } from '../../shared/words';
import type { Instance } from './api/get-fleet';
import classes from './fleet-panel.module.css';
import { standingOf } from './standing';
import { useFleet } from './use-fleet';

interface Props {
  project: string;
  environment: string;
}

/** The running programs that follow this environment, and how far each has come. */
export function FleetPanel({ project, environment }: Props) {
  const fleet = useFleet(project, environment);
  const instances = fleet.data?.items;
  return (
    <section className={classes.panel} aria-labelledby="fleet">
      <h2 id="fleet">{instances ? count(instances.length, 'connected instance') : 'Connected instances'}</h2>
      {fleet.error && !instances && (
        <Failure what="The instances could not be read" error={fleet.error} onRetry={() => void fleet.refetch()} />
      )}
      {instances?.length === 0 && (
        <p className={classes.empty}>
          No program follows {environment} now. One that uses the SDK with a key of this environment shows up here by
          itself.
        </p>
      )}
      {instances && instances.length > 0 && (
        <ul className={classes.list}>
          {instances.map((instance) => (
            <InstanceLine key={instance.session ?? instance.instance} instance={instance} />
          ))}
        </ul>
      )}
    </section>
  );
}

function InstanceLine({ instance }: { instance: Instance }) {
  const { tone, words } = standingOf(instance);
  return (
    <li className={classes.instance}>
      <div className={classes.name}>
        <strong>{instanceName(instance.instance, instance.application)}</strong>
        <span className={classes.state} data-state={tone}>
          {words}
        </span>
      </div>
      <div className={classes.details}>
        {instance.sdk} at {instance.node} · <MomentText at={instance.connectedAt} />
      </div>
    </li>
  );
}
