import { type Arrival, type Convergence, laggardName } from '../live/arrivals';
import { count, list } from '../words';
import classes from './arrival-line.module.css';
import { Ring } from './ring';

interface Props {
  arrival: Arrival;
  /** False while the page does not hear from the server. */
  live: boolean;
}

/** How a change is arriving at the instances: a ring that fills, and the same in words. */
export function ArrivalLine({ arrival, live }: Props) {
  const { convergence } = arrival;
  const words = convergence
    ? wordsOf(convergence)
    : live
      ? 'Saved; waiting for the first acknowledgement'
      : 'Saved; acknowledgements cannot be seen while the server is away';
  return (
    <div className={classes.line} role="status">
      <Ring
        done={convergence?.acked ?? 0}
        of={convergence?.connected ?? 0}
        complete={convergence?.complete === true && convergence.connected > 0}
        label={convergence ? `${convergence.acked} of ${count(convergence.connected, 'instance')}` : 'Waiting'}
      />
      <span>{words}</span>
    </div>
  );
}

function wordsOf({ connected, acked, laggards, complete, millis }: Convergence): string {
  if (connected === 0) {
    return 'Saved; no instance is connected';
  }
  const share = `${acked} of ${count(connected, 'instance')}`;
  if (complete) {
    return `In force on ${share} after ${millis} ms`;
  }
  return laggards.length === 0
    ? `In force on ${share}`
    : `In force on ${share}; waiting for ${list(laggards.map(laggardName))}`;
}
