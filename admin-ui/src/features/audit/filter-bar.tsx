import { NativeSelect, TextInput } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { usePlace } from '../../shared/place';
import type { AuditFilter } from './api/list-audit';
import classes from './filter-bar.module.css';

const KINDS = [
  { value: '', label: 'Everything' },
  { value: 'flag', label: 'Switches, percentages, definitions' },
  { value: 'targeting', label: 'Who gets what' },
  { value: 'rule', label: 'Rules' },
  { value: 'segment', label: 'Segments' },
  { value: 'key', label: 'Keys' },
  { value: 'environment', label: 'Environments' },
];

const SPANS = [
  { value: '', label: 'All of the log' },
  { value: '30', label: 'Last 30 minutes' },
  { value: '1440', label: 'Last 24 hours' },
  { value: '10080', label: 'Last 7 days' },
  { value: '43200', label: 'Last 30 days' },
];

const NAMES = { actor: 'actor', action: 'action', flag: 'flag', environment: 'in', minutes: 'minutes' } as const;

/** What the address says is looked for; it can be sent to others. */
export function useAuditFilter(): AuditFilter {
  const [search] = useSearchParams();
  const text = (name: string) => search.get(name)?.trim() || undefined;
  const minutes = Number(search.get(NAMES.minutes));
  // To the minute, so that the same is asked for as long as somebody looks.
  const since = minutes > 0 ? Math.floor(Date.now() / 60_000 - minutes) * 60_000 : undefined;
  return {
    actor: text(NAMES.actor),
    action: text(NAMES.action),
    flag: text(NAMES.flag),
    environment: text(NAMES.environment),
    since: since === undefined ? undefined : new Date(since).toISOString(),
  };
}

export function FilterBar() {
  const { environments } = usePlace();
  const [search, setSearch] = useSearchParams();
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        if (value === '') {
          before.delete(name);
        } else {
          before.set(name, value);
        }
        return before;
      },
      { replace: true },
    );
  const field = (name: string) => ({
    value: search.get(name) ?? '',
    onChange: (event: { currentTarget: { value: string } }) => set(name, event.currentTarget.value),
  });
  return (
    <form className={classes.bar} aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
      <NativeSelect label="When" data={SPANS} {...field(NAMES.minutes)} />
      <NativeSelect label="What" data={KINDS} {...field(NAMES.action)} />
      <NativeSelect
        label="Where"
        data={[
          { value: '', label: 'Everywhere' },
          ...environments.map(({ key }) => ({ value: key, label: `In ${key}` })),
        ]}
        {...field(NAMES.environment)}
      />
      <TextInput label="Flag" placeholder="its key" autoComplete="off" {...field(NAMES.flag)} />
      <TextInput label="Who" placeholder="a name" autoComplete="off" {...field(NAMES.actor)} />
    </form>
  );
}
