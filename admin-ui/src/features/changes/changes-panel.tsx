import { Skeleton } from '@mantine/core';
import { Empty } from '../../shared/ui/empty';
import { Failure } from '../../shared/ui/failure';
import { Panel } from '../../shared/ui/panel';
import { PlaceLink } from '../../shared/ui/place-link';
import { useNow } from '../../shared/ui/use-now';
import { count, list } from '../../shared/words';
import type { Change } from './api/list-changes';
import { ChangeLine } from './change-line';
import classes from './changes-panel.module.css';
import { useChanges } from './use-changes';

/** "Something is wrong since a moment ago": this much of the past is answered for at the top. */
const LATELY_MINUTES = 30;
const AT_MOST = 20;

/** The last changes of all projects, each with its way back; first of all those of the last half hour. */
export function ChangesPanel() {
  const changes = useChanges();
  const now = useNow();
  const all = changes.data ?? [];
  const lately = all.filter(({ at }) => now.getTime() - Date.parse(at) < LATELY_MINUTES * 60_000);
  const earlier = all.slice(lately.length);
  const ofMany = new Set(all.map(({ project }) => project)).size > 1;
  if (changes.error && !changes.data) {
    return (
      <Failure what="The changes could not be read" error={changes.error} onRetry={() => void changes.refetch()} />
    );
  }
  if (changes.isPending) {
    return (
      <div role="status" aria-label="Reading the changes">
        <Skeleton height={320} radius={12} />
      </div>
    );
  }
  if (all.length === 0) {
    return (
      <Empty title="Nobody has changed anything yet" action={<PlaceLink to="/flags">To the flags</PlaceLink>}>
        <p>Changes of all projects show up here, newest first, each with a way to take it back.</p>
      </Empty>
    );
  }
  return (
    <>
      <Panel title={`What changed in the last ${LATELY_MINUTES} minutes`} lead={answerOf(lately)}>
        {lately.length > 0 && <Lines changes={lately} all={all} ofMany={ofMany} />}
      </Panel>
      {earlier.length > 0 && (
        <Panel
          title="Before that"
          aside={
            <PlaceLink to="/audit" className={classes.more}>
              All in the audit log
            </PlaceLink>
          }
        >
          <Lines changes={earlier} all={all} ofMany={ofMany} />
        </Panel>
      )}
    </>
  );
}

interface LinesProps {
  changes: readonly Change[];
  all: readonly Change[];
  ofMany: boolean;
}

function Lines({ changes, all, ofMany }: LinesProps) {
  return (
    <ol className={classes.lines}>
      {changes.map((change) => (
        <ChangeLine
          key={`${change.project} ${change.seq}`}
          change={change}
          ofMany={ofMany}
          later={all.filter((other) => isLater(other, change)).length}
        />
      ))}
    </ol>
  );
}

/** Whether the one came after the other and changed the same. */
function isLater(one: Change, other: Change): boolean {
  return (
    one.project === other.project &&
    one.flag === other.flag &&
    one.environment === other.environment &&
    one.seq > other.seq
  );
}

/** The short answer to whoever was woken. */
function answerOf(lately: readonly Change[]): string {
  if (lately.length === 0) {
    return 'Nothing. If something broke just now, it was no flag.';
  }
  const flags = new Set(lately.flatMap(({ flag }) => (flag === null ? [] : [flag])));
  const actors = new Set(lately.map(({ actor }) => actor));
  const changes = `${lately.length === AT_MOST ? 'At least ' : ''}${count(lately.length, 'change')}`;
  const by = ` by ${list([...actors])}`;
  return flags.size === 0 ? `${changes}${by}, of no flag.` : `${changes} of ${count(flags.size, 'flag')}${by}.`;
}
