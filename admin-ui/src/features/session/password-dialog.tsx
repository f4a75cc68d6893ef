import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { Problem } from '../../shared/http';
import { Dialog, WAITS } from '../../shared/ui/dialog';
import { Failure } from '../../shared/ui/failure';
import { useNotice } from '../../shared/ui/notices';
import { changePassword } from './api/change-password';
import { goOnWith } from './enter';
import classes from './password-dialog.module.css';
import { useSession } from './session';

const CURRENT = 'urn:sluice:problem:current-password';
const CHANGED = 'urn:sluice:problem:password-changed';

/** Sets one's own password, the first time or anew. */
export function PasswordDialog({ onClose }: { onClose(): void }) {
  const { user, passwordSet = false } = useSession();
  const csrf = useCsrf();
  const client = useQueryClient();
  const notice = useNotice();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [unlike, setUnlike] = useState(false);
  const saving = useMutation({
    mutationFn: () => changePassword({ password, ...(current === '' ? {} : { current }) }, csrf),
    async onSuccess(session) {
      await goOnWith(client, session);
      notice({ tone: 'good', words: 'Your password is set. Your sessions elsewhere are over.' });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setUnlike(password !== again);
    if (password === again) {
      saving.mutate();
    }
  };
  const problem = saving.error instanceof Problem ? saving.error : undefined;
  const currentFault = problem?.type === CURRENT ? problem.message : problem?.at('/current');
  const passwordFault = problem?.at('/password');
  const busy = saving.isPending;
  return (
    <Dialog
      title={passwordSet ? 'Change your password' : 'Set a password'}
      onClose={onClose}
      stays={busy ? WAITS : undefined}
    >
      <form className={classes.form} onSubmit={submit}>
        {/* For those who keep passwords: whose it is. */}
        <input type="text" autoComplete="username" value={user} readOnly hidden />
        {(passwordSet || currentFault !== undefined) && (
          <PasswordInput
            label="Present password"
            description="Not needed within 30 minutes after you came by a link."
            autoComplete="current-password"
            maxLength={200}
            value={current}
            error={currentFault}
            disabled={busy}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
        )}
        <PasswordInput
          label="New password"
          description="12 to 200 characters"
          autoComplete="new-password"
          required
          minLength={12}
          maxLength={200}
          value={password}
          error={passwordFault}
          disabled={busy}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <PasswordInput
          label="The new one again"
          autoComplete="new-password"
          required
          maxLength={200}
          value={again}
          error={unlike && 'It is not the same as above'}
          disabled={busy}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
        <p className={classes.words}>Wherever else you are signed in, you sign in again; links to you end too.</p>
        {saving.error && currentFault === undefined && passwordFault === undefined && (
          <Failure
            what={problem?.type === CHANGED ? 'Your password is changed' : 'Your password is as it was'}
            unsure="It is not known whether your password is changed"
            error={saving.error}
          />
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Set the password
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
