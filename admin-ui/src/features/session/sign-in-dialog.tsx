import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { keys } from '../../shared/keys';
import { useModal } from '../../shared/ui/use-modal';
import { PasswordForm } from './password-form';
import classes from './sign-in-dialog.module.css';
import { RefusedLink, WaysIn } from './sign-in-ways';

interface Props {
  /** Who was signed in until now. */
  user: string;
  refusal: string | undefined;
}

/** Stands over a page whose session has ended, until somebody goes on with it: there is no way past. */
export function SignInDialog({ user, refusal }: Props) {
  const client = useQueryClient();
  // The name is there already.
  const ref = useModal('[name="password"]');
  const titleId = useId();
  return (
    <dialog
      ref={ref}
      className={classes.dialog}
      aria-labelledby={titleId}
      onCancel={(event) => event.preventDefault()}
      // A second Escape closes it all the same.
      onClose={() => ref.current?.showModal()}
    >
      <h2 id={titleId} className={classes.title}>
        Sign in to go on
      </h2>
      {refusal === undefined ? (
        <p>
          The session of {user} has ended. What you typed is still here: sign in, here or in another tab, and go on
          where you were. Who signs in as somebody else begins anew.
        </p>
      ) : (
        <RefusedLink refusal={refusal} />
      )}
      <PasswordForm user={user} />
      <Button
        variant="default"
        onClick={() => void client.invalidateQueries({ queryKey: keys.session }, { cancelRefetch: false })}
      >
        I am signed in: look again
      </Button>
      <WaysIn />
    </dialog>
  );
}
