import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { keys } from '../../shared/keys';
import { usePlace } from '../../shared/place';
import { Failure } from '../../shared/ui/failure';
import { verifyAudit } from './api/verify-audit';
import classes from './chain-mark.module.css';

/** Whether the log is whole: each entry holds a digest of the one before, and the server walks back through all of them. */
export function ChainMark() {
  const { project } = usePlace();
  const verdict = useQuery({
    queryKey: keys.auditChain(project),
    queryFn: ({ signal }) => verifyAudit(project, signal),
    enabled: false,
  });
  return (
    <section className={classes.mark} aria-label="Chain of the log" data-intact={verdict.data?.intact}>
      <div className={classes.words}>
        {verdict.isFetching && (
          <Progress value={100} animated aria-label="Verifying the chain" className={classes.progress ?? ''} />
        )}
        {!verdict.isFetching && verdict.error && (
          <Failure what="The chain could not be verified" error={verdict.error} />
        )}
        {!verdict.isFetching && !verdict.error && (
          <p role="status">
            {verdict.data?.words ??
              'Each entry holds a digest of the one before: an edited, exchanged, missing or cut entry is found.'}
          </p>
        )}
      </div>
      <Button variant="default" size="sm" loading={verdict.isFetching} onClick={() => void verdict.refetch()}>
        {verdict.data ? 'Verify again' : 'Verify the chain'}
      </Button>
    </section>
  );
}
