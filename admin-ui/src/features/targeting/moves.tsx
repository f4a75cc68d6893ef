import type { Schema } from '../../shared/http';
import { formatPercent, fromPercent } from '../../shared/thousandths';
import { variationName } from './model/words';
import classes from './moves.module.css';

type Move = Schema<'Move'>;

interface Props {
  prospect: Schema<'Prospect'>;
}

/** What a change would do: the sentence of now and of then, and for each place the share of its line that changes hands. */
export function Moves({ prospect: { sentence, moves, changes } }: Props) {
  if (!changes) {
    return <p className={classes.none}>Nothing would change: this says what is in force already.</p>;
  }
  return (
    <div className={classes.moves}>
      <dl className={classes.sentences}>
        <div>
          <dt>Now</dt>
          <dd>{sentence.before}</dd>
        </div>
        <div>
          <dt>Then</dt>
          <dd>
            <strong>{sentence.after}</strong>
          </dd>
        </div>
      </dl>
      <ul className={classes.list} aria-label="Who moves">
        {moves.map((move) => (
          <li key={move.place}>{moveWords(move)}</li>
        ))}
      </ul>
    </div>
  );
}

/** "Everyone else: 2.5 % of the line moves from off to on." */
export function moveWords({ place, reach, now, whenEnabled }: Move): string {
  const who = place === 'fallthrough' ? 'Everyone else' : `Rule ${place}`;
  if (reach === 'new') {
    return `${who} is new: nobody knows yet how many it will catch.`;
  }
  if (reach === 'gone') {
    return `${who} goes: those whom it caught are decided further down.`;
  }
  const told = now && now.moved > 0 ? now : whenEnabled;
  const later = told !== now ? 'once enabled, ' : '';
  const changed = reach === 'changed' ? ' Others reach this place than before.' : '';
  if (!told || told.moved === 0) {
    return `${who}: nobody moves.${changed}`;
  }
  const parts = told.changes.map(
    ({ from, to, share }) =>
      `${told.exact ? '' : 'about '}${formatPercent(fromPercent(share))} % of the line ${later}moves from ` +
      `${variationName(from ?? undefined)} to ${variationName(to ?? undefined)}`,
  );
  return `${who}: ${parts.join('; ')}.${changed}`;
}
