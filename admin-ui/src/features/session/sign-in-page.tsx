import { Alert, Button, Code, CopyButton } from '@mantine/core';
import { Logo } from '../../shared/ui/logo';
import { PasswordForm } from './password-form';
import classes from './sign-in-page.module.css';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Lets people in by name and password, and tells of other ways. */
export function SignInPage({ refusal }: { refusal: string | undefined }) {
  const { origin, protocol, hostname } = window.location;
  const command = `curl -X POST ${origin}/api/v1/session/link -H "Authorization: Bearer $SLUICE_ADMIN_TOKEN"`;
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <h1 className={classes.title}>
          <Logo /> Sign in to Sluice
        </h1>
        {refusal !== undefined && (
          <Alert color="red" variant="light" role="alert" title="This link does not open the door">
            {refusal}
          </Alert>
        )}
        <PasswordForm />
        <p>Without a password you come in by a one-time link. It works once, and not for long.</p>
        <ol className={classes.ways}>
          <li>An administrator gives you one: the first time, and when you have forgotten your password.</li>
          <li>
            The server printed one when it was started for the first time, and <Code>make run</Code> prints a new one
            each time.
          </li>
          <li>
            With the admin token, ask for another:
            <Code block mt={6} className={classes.command ?? ''} tabIndex={0} aria-label="Command that asks for a link">
              {command}
            </Code>
            <CopyButton value={command}>
              {({ copied, copy }) => (
                <Button mt={8} size="xs" variant="default" onClick={copy}>
                  {copied ? 'Copied' : 'Copy the command'}
                </Button>
              )}
            </CopyButton>
          </li>
        </ol>
        {protocol === 'http:' && !LOOPBACK.test(hostname) && (
          <Alert color="orange" variant="light" title="This connection is not encrypted">
            Who can listen on the way to {hostname} can take over your session. Set SLUICE_TLS_CERT and SLUICE_TLS_KEY,
            or put a proxy with TLS in front and name it in SLUICE_PUBLIC_URL.
          </Alert>
        )}
      </div>
    </main>
  );
}
