import { Button } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '../../shared/ui/panel';
import { PasswordDialog } from './password-dialog';
import { useSession } from './session';

/** Who is signed in, and by what they may come in again. */
export function YouPanel() {
  const { user, displayName, passwordSet = false } = useSession();
  const [open, setOpen] = useState(false);
  return (
    <Panel
      title="You"
      lead={displayName === undefined || displayName === '' || displayName === user ? user : `${displayName} (${user})`}
      aside={
        <Button size="xs" {...(passwordSet ? { variant: 'default' } : {})} onClick={() => setOpen(true)}>
          {passwordSet ? 'Change your password' : 'Set a password'}
        </Button>
      }
    >
      <p>
        {passwordSet
          ? 'You sign in by name and password.'
          : 'You sign in by links only, and each works once. With a password you come in by yourself.'}
      </p>
      {open && <PasswordDialog onClose={() => setOpen(false)} />}
    </Panel>
  );
}
