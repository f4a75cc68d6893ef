import { Button, Skeleton, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { switchFlag } from '../features/flags/api/switch-flag';
import { useFlags } from '../features/flags/use-flags';
import { useCsrf } from '../shared/csrf';
import { Problem, type Schema } from '../shared/http';
import { arrivalOf } from '../shared/live/arrivals';
import { useLive } from '../shared/live/live';
import { noteChange, useArrivals } from '../shared/live/use-project-events';
import { useMay } from '../shared/may';
import { usePlace } from '../shared/place';
import { Allowed } from '../shared/ui/allowed';
import { ArrivalLine } from '../shared/ui/arrival-line';
import { Dialog } from '../shared/ui/dialog';
import { Failure } from '../shared/ui/failure';
import { MomentText } from '../shared/ui/moment-text';
import { count } from '../shared/words';
import classes from './off-dialog.module.css';

type Flag = Schema<'Flag'>;

/** More are found by typing. */
const AT_MOST = 30;

/** The second of two clicks: every enabled flag of the environment with its way out, the one last changed first. */
export function OffDialog({ onClose }: { onClose(): void }) {
  const { project, environment } = usePlace();
  const flags = useFlags(project, useLive().phase === 'live');
  const { flag: open } = useParams();
  const [wanted, setWanted] = useState('');
  const [off, setOff] = useState<readonly string[]>([]);

  const changedAt = (flag: Flag) => flag.environments?.[environment]?.lastChange.at ?? '';
  const enabled = (flags.data ?? [])
    .filter((flag) => flag.environments?.[environment]?.enabled || off.includes(flag.key))
    .filter(({ key }) => key.toLowerCase().includes(wanted.trim().toLowerCase()))
    .sort((a, b) => (a.key === open ? -1 : b.key === open ? 1 : changedAt(a) < changedAt(b) ? 1 : -1));
  return (
    <Dialog title={`Switch off in ${environment}`} onClose={onClose} wide>
      <p className={classes.lead}>
        Everyone gets the off variation at once. Nothing else is lost: rules and percentages stay as they are.
      </p>
      <TextInput
        aria-label="Find an enabled flag"
        placeholder="Find an enabled flag"
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        data-autofocus
      />
      {flags.isPending && <Skeleton height={120} mt="md" />}
      {flags.error && !flags.data && <Failure what="The flags could not be read" error={flags.error} />}
      {flags.data && enabled.length === 0 && (
        <p className={classes.none}>
          {wanted === '' ? `No flag is enabled in ${environment}.` : `No enabled flag has “${wanted}” in its key.`}
        </p>
      )}
      <ul className={classes.list}>
        {enabled.slice(0, AT_MOST).map((flag) => (
          <OffRow key={flag.key} flag={flag} onOff={() => setOff((before) => [...before, flag.key])} />
        ))}
      </ul>
      {enabled.length > AT_MOST && <p className={classes.none}>{count(enabled.length - AT_MOST, 'more flag')}</p>}
    </Dialog>
  );
}

function OffRow({ flag: { key, environments }, onOff }: { flag: Flag; onOff(): void }) {
  const { project, environment } = usePlace();
  const here = environments?.[environment];
  const csrf = useCsrf();
  const client = useQueryClient();
  const may = useMay('release', environment);
  const live = useLive().phase === 'live';
  const arrival = arrivalOf(useArrivals(project), environment, key);
  const switching = useMutation({
    mutationFn: () => switchFlag(project, key, environment, false, csrf),
    onSuccess: ({ changed, revision }) => {
      onOff();
      if (changed) {
        noteChange(client, project, { environment, flag: key, revision });
      }
    },
  });
  const gone = switching.isSuccess || here?.enabled === false;
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <strong>{key}</strong>
        {here && (
          <p className={classes.sentence}>
            {here.sentence} <span className={classes.last}>Changed by {here.lastChange.actor} </span>
            <span className={classes.last}>
              <MomentText at={here.lastChange.at} />
            </span>
          </p>
        )}
        {gone && arrival && <ArrivalLine arrival={arrival} live={live} />}
        {switching.error && (
          <p className={classes.refused} role="alert">
            {switching.error instanceof Problem
              ? switching.error.message
              : 'The server did not answer: it is still on.'}
          </p>
        )}
      </div>
      <Allowed may={may}>
        {(props) => (
          <Button
            color="red"
            className={classes.off ?? ''}
            disabled={gone}
            loading={switching.isPending}
            onClick={() => switching.mutate()}
            aria-label={gone ? `${key} is off` : `Switch ${key} off in ${environment}`}
            {...props}
          >
            {gone ? 'Is off' : 'Off'}
          </Button>
        )}
      </Allowed>
    </li>
  );
}
