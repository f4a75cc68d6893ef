import { Skeleton, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import { useFlags } from '../features/flags/use-flags';
import type { Schema } from '../shared/http';
import { asOf, asOfWords } from '../shared/known';
import { useLive } from '../shared/live/live';
import { usePlace } from '../shared/place';
import { Dialog } from '../shared/ui/dialog';
import { Failure } from '../shared/ui/failure';
import { useNow } from '../shared/ui/use-now';
import { count } from '../shared/words';
import classes from './off-dialog.module.css';
import { OffRow } from './off-row';

type Flag = Schema<'Flag'>;

/** More are found by typing. */
const AT_MOST = 30;
/** Longer than this nobody waits for the newest order: what is known has to do. */
const NEWEST_WITHIN_MILLIS = 1_000;

/** The second of two clicks: every enabled flag of the environment with its way out, the one last changed first. */
export function OffDialog({ onClose }: { onClose(): void }) {
  const { project, environment } = usePlace();
  return (
    <Dialog title={`Switch off in ${environment}`} onClose={onClose} wide>
      <Enabled key={`${project} ${environment}`} />
    </Dialog>
  );
}

/** One click on a row acts, so a row that was shown stays where it is, whatever anybody changes meanwhile. */
function Enabled() {
  const { project, environment } = usePlace();
  const flags = useFlags(project, useLive().phase === 'live');
  const { flag: open } = useParams();
  const [wanted, setWanted] = useState('');
  const [order, setOrder] = useState<readonly string[]>();
  const late = useLate(NEWEST_WITHIN_MILLIS);
  const now = useNow();
  const then = flags.error ? asOf(flags, now) : undefined;

  if (flags.data && (order !== undefined || flags.isFetchedAfterMount || late)) {
    const added = enabledOf(flags.data, environment, open).filter((key) => !order?.includes(key));
    if (order === undefined || added.length > 0) {
      setOrder([...(order ?? []), ...added]);
    }
  }
  const byKey = new Map(flags.data?.map((flag) => [flag.key, flag]));
  const shown = order?.filter((key) => key.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <>
      <p className={classes.lead}>
        {then
          ? `The flags can’t be read again; this is ${asOfWords(then, now)}. Switching off works whenever the server answers.`
          : 'Everyone gets the off variation at once. Nothing else is lost: rules and percentages stay as they are.'}
      </p>
      <TextInput
        aria-label="Find an enabled flag"
        placeholder="Find an enabled flag"
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        data-autofocus
      />
      {!shown && !flags.error && <Skeleton height={120} mt="md" />}
      {!shown && flags.error && <Failure what="The flags could not be read" error={flags.error} />}
      {shown?.length === 0 && (
        <p className={classes.none}>
          {wanted === '' ? `No flag is enabled in ${environment}.` : `No enabled flag has “${wanted}” in its key.`}
        </p>
      )}
      <ul className={classes.list}>
        {shown?.slice(0, AT_MOST).map((key) => (
          <OffRow key={key} flag={key} here={byKey.get(key)?.environments?.[environment]} />
        ))}
      </ul>
      {shown && shown.length > AT_MOST && <p className={classes.none}>{count(shown.length - AT_MOST, 'more flag')}</p>}
    </>
  );
}

/** The one that is open first, then those that were changed last. */
function enabledOf(flags: readonly Flag[], environment: string, open: string | undefined): readonly string[] {
  const changedAt = (flag: Flag) => flag.environments?.[environment]?.lastChange.at ?? '';
  return flags
    .filter((flag) => flag.environments?.[environment]?.enabled)
    .sort((a, b) => (a.key === open ? -1 : b.key === open ? 1 : changedAt(a) < changedAt(b) ? 1 : -1))
    .map(({ key }) => key);
}

/** Whether so much time has passed since this came up. */
function useLate(millis: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), millis);
    return () => clearTimeout(timer);
  }, [millis]);
  return late;
}
