import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { createSession } from './api/create-session';
import { goOnWith } from './enter';
import classes from './sign-in-page.module.css';

/** Signs in by name and password. */
export function PasswordForm({ user }: { user?: string }) {
  const client = useQueryClient();
  const signIn = useMutation({
    mutationFn: createSession,
    onSuccess: (session) => goOnWith(client, session),
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    signIn.mutate({ user: String(typed.get('user')), password: String(typed.get('password')) });
  };

  return (
    <form onSubmit={submit} className={classes.form} aria-label="Sign in by name and password">
      <TextInput
        name="user"
        label="Name"
        autoComplete="username"
        autoCapitalize="none"
        defaultValue={user ?? ''}
        required
      />
      <PasswordInput name="password" label="Password" autoComplete="current-password" required />
      {signIn.error && (
        <Alert color="red" variant="light" role="alert" title="You are not signed in">
          {signIn.error.message}
        </Alert>
      )}
      <Button type="submit" loading={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}
