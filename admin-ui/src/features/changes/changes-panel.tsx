import { Button, Skeleton } from '@mantine/core';
import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { asOf, asOfWords } from '../../shared/known';
import { Empty } from '../../shared/ui/empty';
import { Failure } from '../../shared/ui/failure';
import { Panel } from '../../shared/ui/panel';
import { PlaceLink } from '../../shared/ui/place-link';
import { useNow } from '../../shared/ui/use-now';
import { count, list } from '../../shared/words';
import type { Change } from './api/list-changes';
import { anchorOf, ChangeLine } from './change-line';
import classes from './changes-panel.module.css';
import { useChanges } from './use-changes';
import { useHeld } from './use-held';

/** "Something is wrong since a moment ago": this much of the past is answered for at the top. */
const LATELY_MINUTES = 30;
const AT_MOST = 20;

/** The last changes of all projects, each with its way back; no line moves once it is there. */
export function ChangesPanel() {
  const changes = useChanges();
  const now = useNow();
  const lines = useRef<HTMLOListElement>(null);
  const { shown, waiting, show } = useHeld(changes.data);
  const all = changes.data ?? [];
  const isLately = ({ at }: Change) => now.getTime() - Date.parse(at) < LATELY_MINUTES * 60_000;
  const ofMany = new Set(shown.map(({ project }) => project)).size > 1;
  const showAnd = (line?: string) => {
    flushSync(show);
    (line === undefined ? lines.current?.querySelector('li') : document.getElementById(line))?.focus();
  };
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
    <Panel
      title={`What changed in the last ${LATELY_MINUTES} minutes`}
      lead={answerOf(all.filter(isLately), asOf(changes, now), now)}
      aside={
        <div className={classes.aside}>
          <span role="status">
            {waiting.length > 0 && (
              <Button size="xs" variant="light" onClick={() => showAnd()}>
                {count(waiting.length, 'new change')}
              </Button>
            )}
            {waiting.map((change) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: the mark of a change that is not drawn yet leads here
              <span
                key={anchorOf(change)}
                id={anchorOf(change)}
                tabIndex={-1}
                onFocus={() => showAnd(anchorOf(change))}
              />
            ))}
          </span>
          <PlaceLink to="/audit" className={classes.more}>
            All in the audit log
          </PlaceLink>
        </div>
      }
    >
      <ol ref={lines} className={classes.lines}>
        {shown.map((change, n) => (
          <ChangeLine
            key={anchorOf(change)}
            change={change}
            ofMany={ofMany}
            later={all.filter((other) => isLater(other, change))}
            divides={!isLately(change) && (n === 0 || isLately(shown[n - 1] ?? change))}
          />
        ))}
      </ol>
    </Panel>
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

/** The short answer to whoever was woken; without the server's word it is about then, not now. */
function answerOf(lately: readonly Change[], then: Date | undefined, now: Date): string {
  if (then !== undefined) {
    const known = lately.length === 0 ? 'No change' : countOf(lately);
    return `${known} ${asOfWords(then, now)}. What came after that is not known: the changes can’t be read.`;
  }
  return lately.length === 0 ? 'Nothing. If something broke just now, it was no flag.' : `${countOf(lately)}.`;
}

function countOf(lately: readonly Change[]): string {
  const flags = new Set(lately.flatMap(({ flag }) => (flag === null ? [] : [flag])));
  const actors = new Set(lately.map(({ actor }) => actor));
  const changes = `${lately.length === AT_MOST ? 'At least ' : ''}${count(lately.length, 'change')}`;
  const by = ` by ${list([...actors])}`;
  return flags.size === 0 ? `${changes}${by}, of no flag` : `${changes} of ${count(flags.size, 'flag')}${by}`;
}
