import { Skeleton } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { instanceName } from '../../shared/instance-name';
import { keys } from '../../shared/keys';
import { asOf, asOfWords } from '../../shared/known';
import { usePlace } from '../../shared/place';
import { EnvironmentTag } from '../../shared/ui/environment-tag';
import { Failure } from '../../shared/ui/failure';
import { MomentText } from '../../shared/ui/moment-text';
import { Panel } from '../../shared/ui/panel';
import { PlaceLink } from '../../shared/ui/place-link';
import { useNow } from '../../shared/ui/use-now';
import { count } from '../../shared/words';
import { type Fleet, getFleet, type Instance } from './api/get-fleet';
import classes from './health-panel.module.css';
import { standingOf } from './standing';
import { useFleet } from './use-fleet';

const REFRESH_MILLIS = 5_000;
/** Of an environment; the rest is on its page. */
const MOST_NAMED = 5;

/** In the head of a page: whether anybody here is lost or stale, with the way there. */
export function HealthMark() {
  const { project, environment } = usePlace();
  const instances = useFleet(project, environment, REFRESH_MILLIS).data?.items ?? [];
  const unwell = instances.filter((instance) => standingOf(instance).tone !== 'good');
  return unwell.length === 0 ? null : (
    <PlaceLink to="/fleet" className={classes.mark} data-tone={unwell.some(({ lost }) => lost) ? 'bad' : 'waiting'}>
      {leadOf(instances)}
    </PlaceLink>
  );
}

/** Over all environments of the project: who is lost or stale, and how the server and its store do. */
export function HealthPanel() {
  const { project, environments } = usePlace();
  const fleets = useQueries({
    queries: environments.map(({ key }) => ({
      queryKey: keys.fleet(project, key),
      queryFn: ({ signal }: { signal: AbortSignal }) => getFleet(project, key, signal),
      refetchInterval: REFRESH_MILLIS,
    })),
  });
  const now = useNow();
  const error = fleets.find((fleet) => fleet.error && !fleet.data)?.error;
  if (error) {
    return <Failure what="The instances could not be read" error={error} />;
  }
  if (fleets.some(({ data }) => !data)) {
    return <Skeleton height={220} radius={12} />;
  }
  const first = fleets[0]?.data;
  const then = fleets.map((fleet) => asOf(fleet, now)).find((at) => at !== undefined);
  const lead = leadOf(fleets.flatMap(({ data }) => data?.items ?? []));
  return (
    <>
      <Panel title="Programs" lead={then ? `${lead} This is ${asOfWords(then, now)}.` : lead}>
        {environments.map(({ key }, n) => {
          const data = fleets[n]?.data;
          return data && <OfEnvironment key={key} environment={key} fleet={data} />;
        })}
      </Panel>
      {first && <Nodes fleet={first} />}
    </>
  );
}

function OfEnvironment({ environment, fleet }: { environment: string; fleet: Fleet }) {
  const unwell = fleet.items.filter((instance) => standingOf(instance).tone !== 'good');
  const worst = [...unwell].sort((a, b) => rankOf(a) - rankOf(b));
  return (
    <section className={classes.environment} aria-label={`Programs in ${environment}`}>
      <p className={classes.head}>
        <EnvironmentTag environment={environment} />
        <PlaceLink to="/fleet" environment={environment} className={classes.more}>
          {fleet.items.length === 0 ? 'no program' : wordsOf(fleet.items.length, unwell.length)}
        </PlaceLink>
      </p>
      {worst.length > 0 && (
        <ul className={classes.list}>
          {worst.slice(0, MOST_NAMED).map((instance) => {
            const { tone, words } = standingOf(instance);
            return (
              <li key={instance.session ?? instance.instance}>
                <strong>{instanceName(instance.instance, instance.application)}</strong>{' '}
                <span className={classes.tone} data-tone={tone}>
                  {words}
                </span>
                <span className={classes.seen}>
                  , seen <MomentText at={instance.lastSeenAt} />
                </span>
              </li>
            );
          })}
          {worst.length > MOST_NAMED && <li>and {worst.length - MOST_NAMED} more</li>}
        </ul>
      )}
    </section>
  );
}

/** Those that serve the UI and the programs; all of them stand behind one store. */
function Nodes({ fleet: { nodes } }: { fleet: Fleet }) {
  const away = nodes.filter((node) => !node.answered || node.store !== 'CONNECTED');
  const lead =
    away.length === 0
      ? `${count(nodes.length, 'node')} in touch with the store: changes are taken.`
      : 'Decisions go on from memory. Not every change can be taken now.';
  return (
    <Panel title="Server and store" lead={lead}>
      <ul className={classes.list}>
        {nodes.map(({ node, answered, silentSeconds, store, sessions, behind, version }) => (
          <li key={node}>
            <strong>{node}</strong>{' '}
            <span className={classes.tone} data-tone={answered && store === 'CONNECTED' ? 'good' : 'bad'}>
              {answered ? (STORE[store] ?? store.toLowerCase()) : `does not answer since ${silentSeconds ?? 0} s`}
            </span>
            <span className={classes.seen}>
              , {count(sessions, 'stream')}
              {behind !== null && behind > 0 && `, ${count(behind, 'revision')} behind`}, version {version}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const STORE: Readonly<Record<string, string>> = {
  CONNECTED: 'store connected',
  READ_ONLY: 'store takes no writes: its disk is full, or it misses its replicas',
  AWAY: 'store does not answer: serves from memory',
  LOST: 'store has lost something: writing it back',
  DIVERGED: 'store holds another history: somebody must choose',
};

function rankOf(instance: Instance): number {
  return standingOf(instance).tone === 'bad' ? 0 : 1;
}

function wordsOf(all: number, unwell: number): string {
  return unwell === 0 ? `${all} of ${all} up to date` : `${all - unwell} of ${all} up to date`;
}

function leadOf(all: readonly Instance[]): string {
  const lost = all.filter((instance) => instance.lost).length;
  const stale = all.filter((instance) => standingOf(instance).tone !== 'good').length - lost;
  if (all.length === 0) {
    return 'No program is connected.';
  }
  if (lost === 0 && stale === 0) {
    return 'Every program has what is in force now.';
  }
  return [lost > 0 ? `${lost} lost` : '', stale > 0 ? `${stale} not up to date` : ''].filter(Boolean).join(', ');
}
