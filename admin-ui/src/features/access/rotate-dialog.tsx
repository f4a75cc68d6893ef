import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { keys } from '../../shared/keys';
import { Dialog, WAITS } from '../../shared/ui/dialog';
import { Failure } from '../../shared/ui/failure';
import classes from './access.module.css';
import type { ApiKey } from './api/list-keys';
import { rotateKey } from './api/rotate-key';
import { ShownOnce, UNTIL_PUT_AWAY } from './shown-once';

interface Props {
  project: string;
  rotated: ApiKey;
  name: string;
  onClose(): void;
}

const OVERLAPS = [
  { value: 'PT0S', label: 'no time: the old one ends at once' },
  { value: 'PT1H', label: 'an hour' },
  { value: 'PT24H', label: 'a day' },
  { value: 'PT168H', label: 'a week' },
  { value: 'PT720H', label: '30 days' },
] as const;

/** Gives a key's place to a new one; for a while both are good. */
export function RotateDialog({ project, rotated, name, onClose }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const [overlap, setOverlap] = useState<string>('PT24H');
  const rotating = useMutation({
    mutationFn: () => rotateKey(project, rotated.id, overlap, csrf),
    onSettled: () => client.invalidateQueries({ queryKey: keys.apiKeys(project) }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rotating.mutate();
  };
  const words = OVERLAPS.find(({ value }) => value === overlap)?.label ?? overlap;
  return (
    <Dialog
      title={`Rotate ${name}`}
      onClose={onClose}
      stays={rotating.isPending ? WAITS : rotating.data && UNTIL_PUT_AWAY}
    >
      {rotating.data ? (
        <ShownOnce label={`The new key of ${rotated.environment}`} value={rotating.data.key} onClose={onClose}>
          <p>
            {overlap === 'PT0S'
              ? 'The old key has ended, and its streams with it.'
              : `Put it where the old one is, and restart those programs. Both are good for ${words}; "Last used" tells who still comes with the old one.`}
          </p>
        </ShownOnce>
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <p className={classes.dim}>
            A new key of the same kind, environment and name takes the place of this one. Nothing is interrupted while
            both are good.
          </p>
          <NativeSelect
            label="Both are good for"
            value={overlap}
            data={[...OVERLAPS]}
            onChange={(event) => setOverlap(event.currentTarget.value)}
          />
          {rotating.error && (
            <Failure
              what="The key was not rotated"
              unsure="It is not known whether the key was rotated"
              error={rotating.error}
            />
          )}
          <div className={classes.buttons}>
            <Button variant="default" onClick={onClose} disabled={rotating.isPending}>
              Cancel
            </Button>
            <Button type="submit" loading={rotating.isPending}>
              Make the new key
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
