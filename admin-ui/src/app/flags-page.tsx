import { Button, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { FlagQuery } from '../features/flags/api/list-flags';
import { CreateDialog } from '../features/flags/create-dialog';
import { choicesOf, enabledIn, filtered, STATES } from '../features/flags/filters';
import { FlagList } from '../features/flags/flag-list';
import { useFlags } from '../features/flags/use-flags';
import { useSession } from '../features/session/session';
import { isGone } from '../shared/http';
import { asOf, asOfWords } from '../shared/known';
import { useLive } from '../shared/live/live';
import { useMay } from '../shared/may';
import { usePlace, usePlaced } from '../shared/place';
import { Allowed } from '../shared/ui/allowed';
import { Empty } from '../shared/ui/empty';
import { Failure } from '../shared/ui/failure';
import { PageHead } from '../shared/ui/page-head';
import { useNow } from '../shared/ui/use-now';
import { count } from '../shared/words';
import classes from './flags-page.module.css';

/** So many environments have a column each; the others are a click away. */
const COLUMNS = 3;
const ARCHIVED = 'archived';
const LIFE = [
  { value: '', label: 'In use' },
  { value: 'true', label: 'May go' },
  { value: 'expired', label: 'Expired' },
  { value: 'never-evaluated', label: 'Never evaluated' },
  { value: 'one-variation', label: 'One variation only' },
  { value: 'undeclared', label: 'In no code' },
  { value: ARCHIVED, label: 'Archived' },
];
const FILTERS = ['q', 'tag', 'owner', 'state', 'life'];

/** The flags of the project: find one, switch one, make one. */
export function FlagsPage() {
  const { project, environment, environments } = usePlace();
  const live = useLive().phase === 'live';
  const [search, setSearch] = useSearchParams();
  const [creating, setCreating] = useState(false);
  const navigate = useNavigate();
  const placed = usePlaced();
  const session = useSession();
  const mayEdit = useMay('edit');

  const life = LIFE.find(({ value }) => value === search.get('life'))?.value ?? '';
  const flags = useFlags(project, live, queryOf(life));
  const now = useNow();
  const then = flags.error ? asOf(flags, now) : undefined;
  const get = (name: string) => search.get(name) ?? '';
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

  const [text, tag, owner, state, sort] = ['q', 'tag', 'owner', 'state', 'sort'].map(get) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const all = isGone(flags.error) ? undefined : flags.data;
  const shown = useMemo(
    () => filtered(all ?? [], { text, tag, owner, state, sort }),
    [all, text, tag, owner, state, sort],
  );
  const { tags, owners } = useMemo(() => choicesOf(all ?? []), [all]);
  const names = environments.map(({ key }) => key);
  const columns = [...new Set([environment, ...names])]
    .slice(0, COLUMNS)
    .sort((a, b) => names.indexOf(a) - names.indexOf(b));
  const narrowed = FILTERS.some((name) => search.has(name));

  return (
    <>
      <PageHead
        title="Flags"
        aside={
          <Allowed may={mayEdit}>
            {(props) => (
              <Button onClick={() => setCreating(true)} {...props}>
                New flag
              </Button>
            )}
          </Allowed>
        }
      />
      <section className={classes.filters} aria-label="Which flags">
        <TextInput
          className={classes.text ?? ''}
          type="search"
          aria-label="Find flags"
          placeholder="Find by name, description, owner or tag"
          value={text}
          onChange={(event) => set('q', event.currentTarget.value)}
        />
        <NativeSelect
          aria-label="Tag"
          value={tag}
          data={[{ value: '', label: 'Any tag' }, ...tags]}
          onChange={(event) => set('tag', event.currentTarget.value)}
        />
        <NativeSelect
          aria-label="Owner"
          value={owner}
          data={[{ value: '', label: 'Any owner' }, ...owners]}
          onChange={(event) => set('owner', event.currentTarget.value)}
        />
        <NativeSelect
          aria-label="State"
          value={state}
          data={[
            { value: '', label: 'Any state' },
            ...names.map((name) => ({ value: enabledIn(name), label: `Enabled in ${name}` })),
            { value: STATES.partly, label: 'On the way (a share)' },
            { value: STATES.off, label: 'Disabled everywhere' },
          ]}
          onChange={(event) => set('state', event.currentTarget.value)}
        />
        <NativeSelect
          aria-label="Stage of life"
          value={life}
          data={LIFE}
          onChange={(event) => set('life', event.currentTarget.value)}
        />
        <NativeSelect
          aria-label="Order"
          value={sort}
          data={[
            { value: '', label: 'By name' },
            { value: 'changed', label: 'Changed last first' },
          ]}
          onChange={(event) => set('sort', event.currentTarget.value)}
        />
      </section>
      <p className={classes.count} role="status">
        {all && (narrowed ? `${shown.length} of ${count(all.length, 'flag')}` : count(all.length, 'flag'))}
        {all && then && `, ${asOfWords(then, now)}: the flags can’t be read again`}
      </p>
      {flags.isPending && <Waiting />}
      {flags.error && !all && (
        <Failure what="The flags could not be read" error={flags.error} onRetry={() => void flags.refetch()} />
      )}
      {all && shown.length > 0 && <FlagList project={project} environments={columns} flags={shown} />}
      {all && shown.length === 0 && narrowed && (
        <Empty
          title="No flag is like that"
          action={
            <Button
              variant="default"
              onClick={() =>
                setSearch((before) => {
                  for (const name of FILTERS) {
                    before.delete(name);
                  }
                  return before;
                })
              }
            >
              Show all
            </Button>
          }
        />
      )}
      {all?.length === 0 && !narrowed && (
        <Empty
          title="No flags yet"
          action={
            <Allowed may={mayEdit}>
              {(props) => (
                <Button onClick={() => setCreating(true)} {...props}>
                  Make the first flag
                </Button>
              )}
            </Allowed>
          }
        >
          <p>A new flag is disabled everywhere: making one changes nothing for anybody.</p>
        </Empty>
      )}
      {creating && (
        <CreateDialog
          project={project}
          owner={session.user}
          onClose={() => setCreating(false)}
          onCreated={(key) => {
            setCreating(false);
            void navigate(placed(`/flags/${key}`));
          }}
        />
      )}
    </>
  );
}

/** What of the life of a flag only the server can tell. */
function queryOf(life: string): FlagQuery {
  if (life === ARCHIVED) {
    return { archived: true };
  }
  return life === '' ? {} : { stale: life as NonNullable<FlagQuery['stale']> };
}

function Waiting() {
  return (
    <div role="status" aria-label="Reading the flags">
      {[0, 1, 2, 3, 4, 5].map((n) => (
        <Skeleton key={n} height={64} radius={8} mb={8} />
      ))}
    </div>
  );
}
