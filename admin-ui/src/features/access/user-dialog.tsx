import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { Problem, type Schema } from '../../shared/http';
import { keys } from '../../shared/keys';
import { Dialog, WAITS } from '../../shared/ui/dialog';
import { Failure } from '../../shared/ui/failure';
import classes from './access.module.css';
import { changeUser } from './api/change-user';
import { createUser } from './api/create-user';
import type { Grant, User } from './api/list-users';
import { errorAtGrant } from './grant-errors';
import { GrantsEditor } from './grants-editor';
import { ShownOnce, UNTIL_PUT_AWAY } from './shown-once';

interface Props {
  projects: readonly Schema<'Project'>[];
  /** Whose rights are changed; somebody new without one. */
  user?: User;
  onClose(): void;
}

/** Makes somebody known, or changes what they may do. */
export function UserDialog({ projects, user, onClose }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState(user?.displayName ?? '');
  const [grants, setGrants] = useState<readonly Grant[]>(user?.grants ?? []);
  const saving = useMutation({
    mutationFn: () =>
      user
        ? changeUser(user, { displayName, grants: [...grants] }, csrf)
        : createUser({ name, displayName, grants: [...grants] }, csrf),
    onSuccess: () => {
      if (user) {
        onClose();
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.users }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const problem = saving.error instanceof Problem ? saving.error : undefined;
  const atField = problem?.errors.some(({ pointer }) => /^\/(name|displayName|grants\/\d+)/.test(pointer));
  return (
    <Dialog
      title={user ? `The rights of ${user.name}` : 'Invite somebody'}
      onClose={onClose}
      stays={saving.isPending ? WAITS : saving.data?.link && UNTIL_PUT_AWAY}
    >
      {saving.data && !user ? (
        <Invited user={saving.data} onClose={onClose} />
      ) : (
        <form className={classes.form} onSubmit={submit}>
          {!user && (
            <TextInput
              label="Name"
              description="By which they sign in: small letters, digits, . _ -"
              value={name}
              required
              autoComplete="off"
              autoCapitalize="none"
              maxLength={64}
              error={problem?.at('/name')}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          <TextInput
            label="Display name"
            value={displayName}
            maxLength={200}
            autoComplete="off"
            error={problem?.at('/displayName')}
            onChange={(event) => setDisplayName(event.currentTarget.value)}
          />
          <GrantsEditor
            grants={grants}
            projects={projects}
            errorAt={(index) => errorAtGrant(problem, index)}
            onChange={setGrants}
          />
          {user && (
            <p className={classes.dim}>A change of rights ends their sessions: they sign in again with the new ones.</p>
          )}
          {saving.error && !atField && (
            <Failure
              what={user ? `${user.name} was not changed` : 'Nobody was invited'}
              unsure={`It is not known whether ${user ? `${user.name} was changed` : `${name} was invited`}`}
              error={saving.error}
            />
          )}
          <div className={classes.buttons}>
            <Button variant="default" onClick={onClose} disabled={saving.isPending}>
              Cancel
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {user ? 'Change the rights' : 'Make the link'}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function Invited({ user, onClose }: { user: User; onClose(): void }) {
  return user.link === undefined ? (
    <div className={classes.once}>
      <p>
        {user.name} is known now, but there is no link yet. {user.note}
      </p>
      <div className={classes.buttons}>
        <Button onClick={onClose}>Close</Button>
      </div>
    </div>
  ) : (
    <ShownOnce label={`The link for ${user.name}`} value={user.link} onClose={onClose}>
      <p>It signs {user.name} in, once, within 24 hours; then they set a password.</p>
    </ShownOnce>
  );
}
