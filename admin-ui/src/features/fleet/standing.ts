import { count } from '../../shared/words';
import type { Instance } from './api/get-fleet';

export type Tone = 'good' | 'waiting' | 'bad';

/** What is the matter with an instance, the worst first; nothing if it is up to date. */
export type Trouble =
  | 'lost'
  | 'notUnderstood'
  | 'unacknowledged'
  | 'behind'
  | 'geoMissing'
  | 'polling'
  | 'overrides'
  | 'dropped';

export const troubles: readonly { id: Trouble; name: string; about: string; tone: Tone }[] = [
  {
    id: 'lost',
    name: 'Lost',
    about: 'Was here, is not connected, said no goodbye: it may be running on old rules.',
    tone: 'bad',
  },
  {
    id: 'notUnderstood',
    name: 'Not understood',
    about: 'Has a flag that its SDK is too old for: the last good form of that flag goes on.',
    tone: 'bad',
  },
  {
    id: 'unacknowledged',
    name: 'Nothing acknowledged',
    about: 'Connected, and has no rules in force yet.',
    tone: 'waiting',
  },
  { id: 'behind', name: 'Behind', about: 'An older revision is in force than this node serves.', tone: 'waiting' },
  {
    id: 'geoMissing',
    name: 'Geo missing',
    about: 'A rule asks for places, and it has no geography database: rules by place do not hold there.',
    tone: 'waiting',
  },
  { id: 'polling', name: 'Polling', about: 'Asks every 15 seconds, for no stream reaches it.', tone: 'waiting' },
  {
    id: 'overrides',
    name: 'Overridden',
    about: 'Forces variations by a setting of its own, whatever is stored.',
    tone: 'waiting',
  },
  {
    id: 'dropped',
    name: 'Reports dropped',
    about: 'Could not report all that it counted: measures are too low.',
    tone: 'waiting',
  },
];

export function troublesOf(instance: Instance): readonly Trouble[] {
  const { lost, notUnderstood, acked, behind, geo, polling, overrides, droppedWindows } = instance;
  const found: Record<Trouble, boolean> = {
    lost,
    notUnderstood: notUnderstood.length > 0,
    unacknowledged: !lost && acked === null,
    behind: !lost && acked !== null && (behind === null || behind > 0),
    geoMissing: geo === 'missing',
    polling: polling && !lost,
    overrides: Object.keys(overrides).length > 0,
    dropped: droppedWindows > 0,
  };
  return troubles.map(({ id }) => id).filter((id) => found[id]);
}

/** Where an instance stands, in a few words. */
export function standingOf(instance: Instance): { tone: Tone; words: string } {
  const { acked, behind, notUnderstood, lost } = instance;
  if (lost) {
    return { tone: 'bad', words: acked ? `lost at revision ${acked.revision}` : 'lost' };
  }
  if (notUnderstood.length > 0) {
    return { tone: 'bad', words: `${count(notUnderstood.length, 'flag')} not understood` };
  }
  if (acked === null) {
    return { tone: 'waiting', words: 'nothing acknowledged yet' };
  }
  if (behind === null) {
    return { tone: 'waiting', words: `revision ${acked.revision} of another history` };
  }
  return behind > 0
    ? { tone: 'waiting', words: `${count(behind, 'revision')} behind` }
    : { tone: 'good', words: `up to date at ${acked.revision}` };
}

export interface Application {
  name: string;
  versions: readonly { version: string; instances: readonly Instance[] }[];
}

/** By application and version, which stand in one text with a slash in between. */
export function byApplication(instances: readonly Instance[]): readonly Application[] {
  const names = new Map<string, Map<string, Instance[]>>();
  for (const instance of instances) {
    const slash = instance.application.lastIndexOf('/');
    const [name, version] =
      slash < 0
        ? [instance.application, '']
        : [instance.application.slice(0, slash), instance.application.slice(slash + 1)];
    const versions = names.get(name) ?? new Map<string, Instance[]>();
    versions.set(version, [...(versions.get(version) ?? []), instance]);
    names.set(name, versions);
  }
  return [...names].sort(byKey).map(([name, versions]) => ({
    name,
    versions: [...versions].sort(byKey).map(([version, some]) => ({ version, instances: some })),
  }));
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
