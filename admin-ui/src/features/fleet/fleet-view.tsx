import { Skeleton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { instanceName } from '../../shared/instance-name';
import { Empty } from '../../shared/ui/empty';
import { Failure } from '../../shared/ui/failure';
import { MomentText } from '../../shared/ui/moment-text';
import { Panel } from '../../shared/ui/panel';
import { Table } from '../../shared/ui/table';
import { count } from '../../shared/words';
import type { Instance, Node } from './api/get-fleet';
import classes from './fleet-view.module.css';
import { byApplication, standingOf, type Trouble, troubles, troublesOf } from './standing';
import { useFleet } from './use-fleet';

interface Props {
  project: string;
  environment: string;
  /** What to do about an environment that nobody follows. */
  connect: ReactNode;
}

/** Instances of one version that are listed one by one. */
const SHOWN = 100;

/** Who follows an environment: how far each is, and what is the matter with whom. */
export function FleetView({ project, environment, connect }: Props) {
  const fleet = useFleet(project, environment);
  const [only, setOnly] = useState<Trouble>();
  if (fleet.isPending) {
    return <Skeleton height={320} />;
  }
  if (!fleet.data) {
    return <Failure what="The fleet could not be read" error={fleet.error} onRetry={() => void fleet.refetch()} />;
  }
  const { items, nodes, unlisted } = fleet.data;
  const numbers = new Map(troubles.map(({ id }) => [id, items.filter((each) => troublesOf(each).includes(id)).length]));
  const wanted = only === undefined ? items : items.filter((instance) => troublesOf(instance).includes(only));
  const connected = items.filter(({ lost }) => !lost).length;
  const good = items.filter((instance) => standingOf(instance).tone === 'good').length;
  return (
    <>
      <Panel
        title={`${count(connected, 'instance')} follow${connected === 1 ? 's' : ''} ${environment}`}
        lead={
          items.length === 0
            ? undefined
            : `${good} of ${items.length} have what this node serves${unlisted > 0 ? `; ${count(unlisted, 'more instance')} are not listed` : ''}.`
        }
      >
        {items.length === 0 ? (
          <Empty title={`No program follows ${environment}`} action={connect}>
            <p>
              One that uses an SDK with a key of this environment shows up here by itself, and stays for ten minutes
              after it is lost.
            </p>
          </Empty>
        ) : (
          <ul className={classes.tiles} aria-label="What is the matter">
            <li>
              <Tile
                name="All"
                number={items.length}
                tone="good"
                chosen={only === undefined}
                onChoose={() => setOnly(undefined)}
              />
            </li>
            {troubles
              .filter(({ id }) => (numbers.get(id) ?? 0) > 0 || id === 'lost' || id === 'behind')
              .map(({ id, name, about, tone }) => (
                <li key={id}>
                  <Tile
                    name={name}
                    number={numbers.get(id) ?? 0}
                    tone={tone}
                    about={about}
                    chosen={only === id}
                    onChoose={() => setOnly(only === id ? undefined : id)}
                  />
                </li>
              ))}
          </ul>
        )}
        {only !== undefined && <p className={classes.about}>{troubles.find(({ id }) => id === only)?.about}</p>}
      </Panel>

      {byApplication(wanted).map(({ name, versions }) => (
        <Panel key={name} title={name}>
          {versions.map(({ version, instances }) => (
            <section key={version} className={classes.version} aria-label={`${name} ${version}`}>
              <h3>
                {version === '' ? 'no version told' : version}
                <span className={classes.dim}>{count(instances.length, 'instance')}</span>
              </h3>
              <Table
                label={`Instances of ${name} ${version}`}
                columns={['Instance', 'Stands', 'SDK', 'Node', 'Last heard']}
              >
                {instances.slice(0, SHOWN).map((instance) => (
                  <InstanceRow key={instance.session ?? `${instance.instance} ${instance.node}`} instance={instance} />
                ))}
              </Table>
              {instances.length > SHOWN && (
                <p className={classes.dim}>And {count(instances.length - SHOWN, 'more instance')}.</p>
              )}
            </section>
          ))}
        </Panel>
      ))}
      {only !== undefined && wanted.length === 0 && <p className={classes.none}>Nobody is in this state now.</p>}

      <Nodes nodes={nodes} />
    </>
  );
}

interface TileProps {
  name: string;
  number: number;
  tone: string;
  about?: string;
  chosen: boolean;
  onChoose(): void;
}

function Tile({ name, number, tone, about, chosen, onChoose }: TileProps) {
  return (
    <button
      type="button"
      className={classes.tile}
      data-tone={number === 0 ? 'none' : tone}
      aria-pressed={chosen}
      title={about}
      onClick={onChoose}
    >
      <span className={classes.number}>{number}</span>
      <span>{name}</span>
    </button>
  );
}

function InstanceRow({ instance }: { instance: Instance }) {
  const { tone, words } = standingOf(instance);
  const { application, sdk, node, lastSeenAt, notUnderstood, overrides, geo, polling, lost, droppedWindows } = instance;
  const forced = Object.entries(overrides);
  return (
    <tr>
      <td>
        <strong>{instanceName(instance.instance, application)}</strong>
        <div className={classes.id}>{instance.instance}</div>
      </td>
      <td data-label="Stands">
        <span className={classes.state} data-tone={tone}>
          {words}
        </span>
        {notUnderstood.map(({ flag, why }) => (
          <div key={flag} className={classes.dim}>
            {flag}: {why}
          </div>
        ))}
        {polling && !lost && <div className={classes.dim}>polls every 15 seconds</div>}
        {geo === 'missing' && <div className={classes.dim}>has no geography database</div>}
        {forced.length > 0 && (
          <div className={classes.dim}>
            forces {forced.map(([flag, variation]) => `${flag} = ${variation}`).join(', ')}
          </div>
        )}
        {droppedWindows > 0 && <div className={classes.dim}>{count(droppedWindows, 'report')} dropped</div>}
      </td>
      <td data-label="SDK">{sdk}</td>
      <td data-label="Node">{node}</td>
      <td data-label="Last heard">
        <MomentText at={lastSeenAt} />
      </td>
    </tr>
  );
}

function Nodes({ nodes }: { nodes: readonly Node[] }) {
  return (
    <Panel title={count(nodes.length, 'server node')} lead="Which state each serves, and how it stands with the store.">
      <Table label="Server nodes" columns={['Node', 'Serves', 'Sessions', 'Store', 'Version', 'Up for']}>
        {nodes.map(
          ({ node, version, uptimeSeconds, answered, silentSeconds, state, behind, sessions, store, overrides }) => (
            <tr key={node}>
              <td>
                <strong>{node}</strong>
              </td>
              <td data-label="Serves">
                {answered ? (
                  <span className={classes.state} data-tone={behind === 0 ? 'good' : 'waiting'}>
                    {state ? `revision ${state.revision}` : 'nothing'}
                    {behind !== null && behind > 0 && `, ${behind} behind`}
                  </span>
                ) : (
                  <span className={classes.state} data-tone="bad">
                    silent for {silentSeconds ?? 0} seconds
                  </span>
                )}
                {Object.keys(overrides).length > 0 && (
                  <div className={classes.dim}>
                    forces{' '}
                    {Object.entries(overrides)
                      .map(([flag, variation]) => `${flag} = ${variation}`)
                      .join(', ')}
                  </div>
                )}
              </td>
              <td data-label="Sessions">{sessions}</td>
              <td data-label="Store">{store.toLowerCase()}</td>
              <td data-label="Version">{version}</td>
              <td data-label="Up for">{spanWords(uptimeSeconds)}</td>
            </tr>
          ),
        )}
      </Table>
    </Panel>
  );
}

function spanWords(seconds: number): string {
  if (seconds < 120) {
    return count(seconds, 'second');
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) {
    return count(minutes, 'minute');
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? count(hours, 'hour') : count(Math.floor(hours / 24), 'day');
}
