import { Button, Skeleton } from '@mantine/core';
import { usePlace } from '../../shared/place';
import { Empty } from '../../shared/ui/empty';
import { Failure } from '../../shared/ui/failure';
import { Panel } from '../../shared/ui/panel';
import { count } from '../../shared/words';
import classes from './audit-log.module.css';
import { EntryLine } from './entry-line';
import { useAuditFilter } from './filter-bar';
import { useAudit } from './use-audit';

/** What the filter leaves of the log, newest first. */
export function AuditLog() {
  const { project } = usePlace();
  const audit = useAudit(project, useAuditFilter());
  const entries = audit.data?.pages.flatMap(({ items }) => items) ?? [];
  if (audit.isPending) {
    return (
      <div role="status" aria-label="Reading the log">
        <Skeleton height={360} radius={12} />
      </div>
    );
  }
  if (audit.error && !audit.data) {
    return <Failure what="The log could not be read" error={audit.error} onRetry={() => void audit.refetch()} />;
  }
  if (entries.length === 0 && !audit.hasNextPage) {
    return (
      <Empty title="No entry fits">
        <p>
          Everything that anybody changes in {project} is written down here. Ask for less at once to see more of it.
        </p>
      </Empty>
    );
  }
  return (
    <Panel title={`${count(entries.length, 'entry', 'entries')}${audit.hasNextPage ? ' so far' : ''}`}>
      <ol className={classes.entries}>
        {entries.map((entry) => (
          <EntryLine key={entry.seq} entry={entry} />
        ))}
      </ol>
      {audit.hasNextPage && (
        <Button mt="md" variant="default" loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
          Older entries
        </Button>
      )}
    </Panel>
  );
}
