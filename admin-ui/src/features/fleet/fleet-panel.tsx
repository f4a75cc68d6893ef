import { useQuery } from '@tanstack/react-query';
import { instanceName } from '../../shared/instance-name';
import { keys } from '../../shared/keys';
import { Failure } from '../../shared/ui/failure';
import { MomentText } from '../../shared/ui/moment-text';
import { count } from '../../shared/words';
import { type Instance, listInstances } from './api/list-instances';
import classes from './fleet-panel.module.css';

interface Props {
  project: string;
  environment: string;
}

/** Instances come and go without an event of their own. */
const REFRESH_MILLIS = 3_000;

/** The running programs that follow this environment, and how far each has come. */
export function FleetPanel({ project, environment }: Props) {
  const fleet = useQuery({
    queryKey: keys.fleet(project, environment),
    queryFn: ({ signal }) => listInstances(project, environment, signal),
    refetchInterval: REFRESH_MILLIS,
  });
  const instances = fleet.data;
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
  const [state, words] = stateOf(instance);
  return (
    <li className={classes.instance}>
      <div className={classes.name}>
        <strong>{instanceName(instance.instance, instance.application)}</strong>
        <span className={classes.state} data-state={state}>
          {words}
        </span>
      </div>
      <div className={classes.details}>
        {instance.sdk} at {instance.node} · <MomentText at={instance.connectedAt} />
      </div>
    </li>
  );
}

function stateOf({ lost, behind, notUnderstood, acked }: Instance): [state: 'good' | 'waiting' | 'bad', words: string] {
  if (lost) {
    return ['bad', 'lost'];
  }
  if (notUnderstood.length > 0) {
    return ['bad', `${count(notUnderstood.length, 'flag')} not understood`];
  }
  if (acked === null || behind === null) {
    return ['waiting', 'nothing acknowledged yet'];
  }
  return behind > 0 ? ['waiting', `${count(behind, 'revision')} behind`] : ['good', `up to date at ${acked.revision}`];
}
