import { Button } from '@mantine/core';
import { deedOf } from '../../shared/deeds';
import { useMayIn } from '../../shared/may';
import { formatPercent, fromPercent } from '../../shared/thousandths';
import { Allowed } from '../../shared/ui/allowed';
import { EnvironmentTag } from '../../shared/ui/environment-tag';
import { MomentText } from '../../shared/ui/moment-text';
import { PlaceLink } from '../../shared/ui/place-link';
import { count } from '../../shared/words';
import type { Change } from './api/list-changes';
import classes from './change-line.module.css';
import { useRevert } from './use-revert';

interface Props {
  change: Change;
  /** Whether others of the list are of other projects. */
  ofMany: boolean;
  /** The changes of the same that came after it, newest first: to take it back takes those back too. */
  later: readonly Change[];
  /** Whether the past begins with it that is not asked for any more. */
  divides: boolean;
}

/** The place of a change on the page; the marks on the error-rate strip lead there. */
export function anchorOf({ project, seq }: Change): string {
  return `change-${project}-${seq}`;
}

/** "ana disabled new-checkout in production", who got what before and after, and the way back. */
export function ChangeLine({ change, ofMany, later, divides }: Props) {
  const { project, environment, flag, actor, actorKind, action, at, comment, sentence, emergency } = change;
  const shares = sharesThatMoved(change);
  return (
    <li id={anchorOf(change)} className={classes.line} tabIndex={-1} data-divides={divides}>
      <div className={classes.what}>
        <p className={classes.deed}>
          <strong>{actor}</strong>
          {actorKind === 'token' && ' (a token)'} {deedOf(action)}{' '}
          {flag !== null && (
            <PlaceLink
              to={`/flags/${flag}`}
              project={project}
              {...(environment === null ? {} : { environment })}
              className={classes.flag}
            >
              {flag}
            </PlaceLink>
          )}{' '}
          {environment !== null ? (
            <EnvironmentTag environment={environment} {...(ofMany ? { project } : {})} />
          ) : (
            ofMany && <span className={classes.project}>{project}</span>
          )}{' '}
          {emergency && <span className={classes.calm}>took exposure away</span>}
        </p>
        {sentence.after !== null && sentence.before !== sentence.after && (
          <p className={classes.sentence}>
            {sentence.before !== null && <span className={classes.before}>{sentence.before}</span>}{' '}
            <span className={classes.after}>{sentence.after}</span>
          </p>
        )}
        {shares && <p className={classes.shares}>{shares}</p>}
        {comment && <p className={classes.comment}>“{comment}”</p>}
      </div>
      <div className={classes.aside}>
        <span className={classes.when}>
          <MomentText at={at} />
        </span>
        {change.revert !== null && <RevertButton change={change} later={later} />}
      </div>
    </li>
  );
}

function RevertButton({ change, later }: Pick<Props, 'change' | 'later'>) {
  const { project, environment, flag } = change;
  const may = useMayIn('edit', project, environment ?? undefined);
  const { busy, ask } = useRevert(change, later);
  const words = later.length === 0 ? 'Take back' : 'Back to before';
  return (
    <Allowed may={may}>
      {(props) => (
        <Button
          size="compact-sm"
          variant="default"
          className={classes.back ?? ''}
          loading={busy}
          onClick={() => void ask()}
          aria-label={`${words}: ${flag}${environment === null ? '' : ` in ${environment}`}, change ${change.seq}`}
          title={
            later.length === 0
              ? 'As it was before this change'
              : `Also takes back ${count(later.length, 'later change')} of it`
          }
          {...props}
        >
          {words}
        </Button>
      )}
    </Allowed>
  );
}

/** "on 25 % → 0 %" of each variation whose share is another one now. */
function sharesThatMoved({ exposure: { before, after } }: Change): string | undefined {
  if (!before || !after) {
    return undefined;
  }
  const moved = Object.keys({ ...before, ...after })
    .map((variation) => [variation, fromPercent(before[variation] ?? 0), fromPercent(after[variation] ?? 0)] as const)
    .filter(([, then, now]) => then !== now)
    .map(([variation, then, now]) => `${variation} ${formatPercent(then)} % → ${formatPercent(now)} %`);
  // What one of two gives the other gets.
  return moved.length === 2 ? moved[0] : moved.join(', ') || undefined;
}
