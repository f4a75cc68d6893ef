import type { Schema } from '../../shared/http';
import { writeJson } from '../../shared/json';
import classes from './diff-lines.module.css';

interface Props {
  diff: Schema<'Diff'>;
}

/** What the server says differs: place by place, what was and what is. */
export function DiffLines({ diff }: Props) {
  return diff.length === 0 ? (
    <p className={classes.none}>Nothing that decides anything.</p>
  ) : (
    <dl className={classes.diff}>
      {diff.map((entry) => (
        <div key={entry.pointer}>
          <dt>{entry.pointer === '' ? 'everything' : entry.pointer.slice(1).replaceAll('/', ' › ')}</dt>
          {'added' in entry ? (
            <dd>
              {entry.removed.length > 0 && <del>{entry.removed.map(text).join(', ')}</del>}
              {entry.added.length > 0 && <ins>{entry.added.map(text).join(', ')}</ins>}
              {entry.more !== undefined && <span>and {entry.more} more</span>}
            </dd>
          ) : (
            <dd>
              {'before' in entry && <del>{text(entry.before)}</del>}
              {'after' in entry && <ins>{text(entry.after)}</ins>}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : writeJson(value);
}
