import { Alert, Button, Code, CopyButton } from '@mantine/core';
import classes from './sign-in-page.module.css';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** What the server said of the link that somebody came by. */
export function RefusedLink({ refusal }: { refusal: string | undefined }) {
  return refusal === undefined ? null : (
    <Alert color="red" variant="light" role="alert" title="This link does not open the door">
      {refusal}
    </Alert>
  );
}

/** How one comes in without a password, and what to know of the way there. */
export function WaysIn() {
  const { origin, protocol, hostname } = window.location;
  const command = `curl -X POST ${origin}/api/v1/session/link -H "Authorization: Bearer $SLUICE_ADMIN_TOKEN"`;
  return (
    <>
      <p>Without a password you come in by a one-time link. It works once, and not for long.</p>
      <ol className={classes.ways}>
        <li>An administrator gives you one: the first time, and when you have forgotten your password.</li>
        <li>
          The server printed one when it was started for the first time, and <Code>make run</Code> prints a new one each
          time.
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
          Who can listen on the way to {hostname} can take over your session. Set SLUICE_TLS_CERT and SLUICE_TLS_KEY, or
          put a proxy with TLS in front and name it in SLUICE_PUBLIC_URL.
        </Alert>
      )}
    </>
  );
}
