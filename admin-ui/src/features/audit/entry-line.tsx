import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { deedOf } from '../../shared/deeds';
import { keys } from '../../shared/keys';
import { noteChange } from '../../shared/live/use-project-events';
import { useMay } from '../../shared/may';
import { usePlace } from '../../shared/place';
import { moment } from '../../shared/time';
import { Allowed } from '../../shared/ui/allowed';
import { useConfirm } from '../../shared/ui/confirm';
import { DiffView } from '../../shared/ui/diff-view';
import { EnvironmentTag } from '../../shared/ui/environment-tag';
import { Failure } from '../../shared/ui/failure';
import { useNotice } from '../../shared/ui/notices';
import { PlaceLink } from '../../shared/ui/place-link';
import type { AuditEntry } from './api/list-audit';
import { restoreVersion } from './api/restore-version';
import classes from './entry-line.module.css';

const KINDS: Readonly<Record<string, string>> = {
  token: 'by a token',
  'admin-token': 'by the admin token',
  server: 'by the server',
};

/** One entry: who did what to what and why; opened, what is different since, and the way back. */
export function EntryLine({ entry }: { entry: AuditEntry }) {
  const { seq, at, actor, actorKind, action, comment, details, revert } = entry;
  const [open, setOpen] = useState(false);
  const flag = textOf(details.flag);
  const environment = textOf(details.environment);
  const kind = actorKind === null ? undefined : KINDS[actorKind];
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <span className={classes.seq}>{seq}</span>
        <time className={classes.when} dateTime={at}>
          {moment(new Date(at))}
        </time>
        <p className={classes.deed}>
          <strong>{actor}</strong> {kind && <span className={classes.kind}>({kind})</span>} {deedOf(action)}{' '}
          {flag !== undefined && (
            <PlaceLink to={`/flags/${flag}`} className={classes.flag} {...(environment ? { environment } : {})}>
              {flag}
            </PlaceLink>
          )}{' '}
          {textOf(details.segment) ?? ''} {environment !== undefined && <EnvironmentTag environment={environment} />}
          {comment && <span className={classes.comment}> “{comment}”</span>}
        </p>
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={open}
          aria-label={`${open ? 'Hide' : 'Show'} what entry ${seq} changed`}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide' : 'What changed'}
        </Button>
      </div>
      {open && (
        <div className={classes.details}>
          <Difference entry={entry} />
          {revert !== null && flag !== undefined && <Restore entry={entry} flag={flag} environment={environment} />}
        </div>
      )}
    </li>
  );
}

/** Of a change both sides; of anything else what the log holds. */
function Difference({ entry: { seq, details } }: { entry: AuditEntry }) {
  const { before, after } = details;
  if (before === undefined && after === undefined) {
    const { actorKind: _, ...rest } = details;
    return <DiffView before={undefined} after={rest} label={`What entry ${seq} says`} />;
  }
  return (
    <>
      {sentenceOf(after) !== undefined && (
        <p className={classes.sentence}>
          <span className={classes.before}>{sentenceOf(before)}</span> → {sentenceOf(after)}
        </p>
      )}
      <DiffView before={documentOf(before)} after={documentOf(after)} label={`What entry ${seq} changed`} />
    </>
  );
}

interface RestoreProps {
  entry: AuditEntry;
  flag: string;
  environment: string | undefined;
}

function Restore({ entry, flag, environment }: RestoreProps) {
  const { project } = usePlace();
  const csrf = useCsrf();
  const client = useQueryClient();
  const confirm = useConfirm();
  const notice = useNotice();
  const may = useMay('edit', environment);
  const what = environment === undefined ? flag : `${flag} in ${environment}`;
  const restoring = useMutation({
    mutationFn: () => restoreVersion(project, flag, entry, csrf),
    onSuccess: async (restored) => {
      notice({ tone: 'good', words: `${what} is as it was before entry ${entry.seq}.` });
      if (environment !== undefined && 'revision' in restored && typeof restored.revision === 'number') {
        noteChange(client, project, { environment, flag, revision: restored.revision });
      }
      await client.invalidateQueries({ queryKey: keys.audit(project) });
    },
  });
  const ask = async () => {
    const yes = await confirm({
      title: `Restore ${what}?`,
      words: `${what} becomes what it was before entry ${entry.seq}. Whatever was changed there since then goes with it; the log keeps both.`,
      act: `Restore ${flag}`,
    });
    if (yes) {
      restoring.mutate();
    }
  };
  return (
    <div className={classes.restore}>
      {restoring.error && (
        <Failure
          what={`${what} was not restored`}
          unsure={`It is not known whether ${what} was restored`}
          error={restoring.error}
        />
      )}
      <Allowed may={may}>
        {(props) => (
          <Button size="sm" variant="default" loading={restoring.isPending} onClick={() => void ask()} {...props}>
            Restore what was before
          </Button>
        )}
      </Allowed>
    </div>
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function sentenceOf(side: unknown): string | undefined {
  return textOf(fieldOf(side, 'sentence'));
}

/** Of a flag in an environment the targeting, of other things all of it. */
function documentOf(side: unknown): unknown {
  return fieldOf(side, 'targeting') ?? side;
}

function fieldOf(side: unknown, name: string): unknown {
  return typeof side === 'object' && side !== null ? (side as Record<string, unknown>)[name] : undefined;
}
