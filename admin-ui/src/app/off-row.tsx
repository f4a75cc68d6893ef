import { Button, VisuallyHidden } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { switchFlag } from '../features/flags/api/switch-flag';
import { useCsrf } from '../shared/csrf';
import { notDone, type Schema } from '../shared/http';
import { keys } from '../shared/keys';
import { arrivalOf } from '../shared/live/arrivals';
import { useLive } from '../shared/live/live';
import { noteChange, useArrivals } from '../shared/live/use-project-events';
import { useMay } from '../shared/may';
import { usePlace } from '../shared/place';
import { Allowed } from '../shared/ui/allowed';
import { ArrivalLine } from '../shared/ui/arrival-line';
import { MomentText } from '../shared/ui/moment-text';
import { useNotice } from '../shared/ui/notices';
import classes from './off-dialog.module.css';

interface Props {
  flag: string;
  /** Undefined once it is deleted. */
  here: Schema<'FlagInEnvironment'> | undefined;
}

/** One flag and its way out. What comes to stand here takes the place of what stood here, so that nothing below moves. */
export function OffRow({ flag, here }: Props) {
  const { project, environment } = usePlace();
  const csrf = useCsrf();
  const client = useQueryClient();
  const notice = useNotice();
  const may = useMay('release', environment);
  const live = useLive().phase === 'live';
  const arrival = arrivalOf(useArrivals(project), environment, flag);
  const switching = useMutation({
    mutationFn: () => switchFlag(project, flag, environment, false, csrf),
    onSuccess: ({ changed, revision }) => {
      if (changed) {
        noteChange(client, project, { environment, flag, revision });
      }
    },
    // The dialog may be closed by now.
    onError: (error) => notice({ tone: 'bad', words: notDone(flag, `switched off in ${environment}`, error) }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.flags(project) }),
  });
  // The answer holds until the list has caught up with it: afterwards somebody may have enabled it again.
  const { data: done, error } = switching;
  const off = here === undefined || !(done && here.version < done.version ? done.enabled : here.enabled);
  const [enabled, setEnabled] = useState(here);
  if (here !== enabled && !off) {
    setEnabled(here);
  }
  return (
    <li className={classes.row} data-off={off}>
      <div className={classes.what}>
        <strong>{flag}</strong>
        <p className={classes.sentence}>
          {off && <VisuallyHidden>Before: </VisuallyHidden>}
          {enabled?.sentence}
        </p>
        <div className={classes.state}>
          {off && arrival ? (
            <ArrivalLine arrival={arrival} live={live} />
          ) : !off && error ? (
            <p className={classes.refused} role="alert">
              {notDone(flag, 'switched off', error)}
            </p>
          ) : (
            here && (
              <p className={classes.last}>
                Changed by {here.lastChange.actor} <MomentText at={here.lastChange.at} />
              </p>
            )
          )}
        </div>
      </div>
      <Allowed may={may}>
        {(props) => (
          <Button
            color="red"
            className={classes.off ?? ''}
            disabled={off}
            loading={switching.isPending}
            onClick={() => switching.mutate()}
            aria-label={off ? `${flag} is ${stateOf(here)}` : `Switch ${flag} off in ${environment}`}
            {...props}
          >
            {off ? `Is ${stateOf(here)}` : 'Off'}
          </Button>
        )}
      </Allowed>
    </li>
  );
}

function stateOf(here: Props['here']): string {
  return here === undefined ? 'deleted' : 'off';
}
