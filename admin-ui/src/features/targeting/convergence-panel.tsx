import { type Arrival, type Convergence, laggardName } from '../../shared/live/arrivals';
import { Ring } from '../../shared/ui/ring';
import { count } from '../../shared/words';
import classes from './convergence-panel.module.css';

interface Props {
  environment: string;
  /** How the last change of the flag arrives; undefined if none was seen since the page opened. */
  arrival: Arrival | undefined;
  /** How many instances follow the environment now; undefined while that is not known. */
  connected: number | undefined;
  /** Instances that fell silent without a goodbye: they may be running on old rules. */
  lost: readonly string[];
  /** False while the page does not hear from the server. */
  live: boolean;
}

const MOST_NAMES = 8;

/** Where the last change is in force, and by name where it is not. */
export function ConvergencePanel({ environment, arrival, connected, lost, live }: Props) {
  const convergence = arrival?.convergence;
  const [head, words] = arrival ? wordsOf(convergence, live) : atRest(environment, connected);
  const all = convergence !== undefined && convergence.connected > 0 && convergence.acked >= convergence.connected;
  const laggards = convergence?.laggards ?? [];
  return (
    <section className={classes.panel} aria-label="In force">
      <div className={classes.head}>
        <Ring
          done={convergence?.acked ?? 0}
          of={convergence?.connected ?? 0}
          complete={all}
          label={convergence ? `${convergence.acked} of ${count(convergence.connected, 'instance')}` : head}
        />
        <div role="status">
          <h2>{head}</h2>
          <p className={classes.words}>{words}</p>
        </div>
      </div>
      {laggards.length > 0 && (
        <>
          <h3 className={classes.waiting}>Waiting for</h3>
          <ul className={classes.names} aria-label="Laggards">
            {laggards.slice(0, MOST_NAMES).map((laggard) => (
              <li key={typeof laggard === 'string' ? laggard : (laggard.session ?? laggard.instance)}>
                <strong>{laggardName(laggard)}</strong>
                {typeof laggard !== 'string' && laggard.why && <span> {laggard.why}</span>}
              </li>
            ))}
            {laggards.length > MOST_NAMES && <li>and {laggards.length - MOST_NAMES} more</li>}
          </ul>
        </>
      )}
      {lost.length > 0 && (
        <>
          <h3 className={classes.lost}>Lost: perhaps running on old rules</h3>
          <ul className={classes.names} aria-label="Lost instances">
            {lost.slice(0, MOST_NAMES).map((name) => (
              <li key={name}>
                <strong>{name}</strong>
              </li>
            ))}
            {lost.length > MOST_NAMES && <li>and {lost.length - MOST_NAMES} more</li>}
          </ul>
        </>
      )}
    </section>
  );
}

function wordsOf(convergence: Convergence | undefined, live: boolean): [head: string, words: string] {
  if (!convergence) {
    return live
      ? ['Saved', 'Waiting for the first acknowledgement.']
      : ['Saved', 'Acknowledgements cannot be seen while the server is away.'];
  }
  const { connected, acked, millis } = convergence;
  if (connected === 0) {
    return ['Saved', 'No instance is connected.'];
  }
  const share = `${acked} of ${count(connected, 'instance')}`;
  return acked >= connected
    ? [`In force on ${share}`, `after ${millis} ms`]
    : [`In force on ${share}`, `${connected - acked} still to come`];
}

function atRest(environment: string, connected: number | undefined): [head: string, words: string] {
  return connected === undefined
    ? ['In force', 'Asking who is connected …']
    : [
        connected === 0 ? 'No instance is connected' : `${count(connected, 'instance')} connected`,
        connected === 0
          ? `A program with a key of ${environment} shows up here by itself.`
          : 'When you save, this shows where it is in force.',
      ];
}
