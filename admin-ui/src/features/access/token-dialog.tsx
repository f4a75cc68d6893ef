import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { Problem, type Schema } from '../../shared/http';
import { keys } from '../../shared/keys';
import { Dialog, WAITS } from '../../shared/ui/dialog';
import { Failure } from '../../shared/ui/failure';
import classes from './access.module.css';
import { createToken } from './api/create-token';
import type { Grant } from './api/list-users';
import { errorAtGrant } from './grant-errors';
import { GrantsEditor } from './grants-editor';
import { ShownOnce, UNTIL_PUT_AWAY } from './shown-once';

interface Props {
  projects: readonly Schema<'Project'>[];
  onClose(): void;
}

const LIVES = [
  { value: 'P1D', label: 'a day' },
  { value: 'P30D', label: '30 days' },
  { value: 'P90D', label: '90 days' },
  { value: 'P366D', label: 'a year' },
];

/** Asks what a token may do and for how long, and shows it. */
export function TokenDialog({ projects, onClose }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [expiresIn, setExpiresIn] = useState('P90D');
  const [grants, setGrants] = useState<readonly Grant[]>([
    { project: projects[0]?.key ?? '*', environment: '*', role: 'viewer' },
  ]);
  const making = useMutation({
    mutationFn: () => createToken({ name, grants: [...grants], expiresIn }, csrf),
    onSettled: () => client.invalidateQueries({ queryKey: keys.tokens }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    making.mutate();
  };
  const problem = making.error instanceof Problem ? making.error : undefined;
  const atField = problem?.errors.some(({ pointer }) => /^\/(name|grants\/\d+)/.test(pointer));
  return (
    <Dialog
      title="Make an API token"
      onClose={onClose}
      stays={making.isPending ? WAITS : making.data && UNTIL_PUT_AWAY}
    >
      {making.data ? (
        <ShownOnce label={`The token ${name}`} value={making.data.token} onClose={onClose}>
          <p>Send it as Authorization: Bearer.</p>
        </ShownOnce>
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <TextInput
            label="Name"
            description="What the audit log calls it"
            value={name}
            required
            maxLength={100}
            autoComplete="off"
            error={problem?.at('/name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label="Good for"
            value={expiresIn}
            data={LIVES}
            onChange={(event) => setExpiresIn(event.currentTarget.value)}
          />
          <GrantsEditor
            grants={grants}
            projects={projects}
            errorAt={(index) => errorAtGrant(problem, index)}
            onChange={setGrants}
          />
          {making.error && !atField && (
            <Failure what="No token was made" unsure="It is not known whether a token was made" error={making.error} />
          )}
          <div className={classes.buttons}>
            <Button variant="default" onClick={onClose} disabled={making.isPending}>
              Cancel
            </Button>
            <Button type="submit" loading={making.isPending}>
              Make the token
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
