import { Button, Skeleton, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { Problem } from '../../shared/http';
import { keys } from '../../shared/keys';
import { useMay } from '../../shared/may';
import { Allowed } from '../../shared/ui/allowed';
import { useConfirm } from '../../shared/ui/confirm';
import { Empty } from '../../shared/ui/empty';
import { Failure } from '../../shared/ui/failure';
import { MomentText } from '../../shared/ui/moment-text';
import { useNotice } from '../../shared/ui/notices';
import { Panel } from '../../shared/ui/panel';
import { count } from '../../shared/words';
import { deleteSegment } from './api/delete-segment';
import { getSegment, type Segment } from './api/get-segment';
import { patchSegment } from './api/patch-segment';
import { MembersPanel } from './members-panel';
import { Moved } from './moved';
import { type ConditionsForm, RulesPanel } from './rules-panel';
import classes from './segments.module.css';

interface Props {
  project: string;
  environment: string;
  segment: string;
  conditions: ConditionsForm;
  onGone(): void;
}

/** Others may change it by REST; it has no event of its own. */
const REFRESH_MILLIS = 10_000;

/** One segment: what it is, its keys, its rules. */
export function SegmentView({ project, environment, segment, conditions, onGone }: Props) {
  const may = useMay('edit', environment);
  const read = useQuery({
    queryKey: keys.segment(project, environment, segment),
    queryFn: ({ signal }) => getSegment(project, environment, segment, signal),
    refetchInterval: REFRESH_MILLIS,
  });
  if (read.isPending) {
    return <Skeleton height={320} />;
  }
  if (!read.data) {
    return read.error instanceof Problem && read.error.status === 404 ? (
      <Empty title={`${environment} has no segment ${segment}`}>
        <p>Segments belong to one environment each; it may be in another.</p>
      </Empty>
    ) : (
      <Failure what={`${segment} could not be read`} error={read.error} onRetry={() => void read.refetch()} />
    );
  }
  const { body, etag } = read.data;
  const about = { project, environment, segment: body, may };
  return (
    <>
      <About {...about} etag={etag} onGone={onGone} />
      <MembersPanel {...about} />
      <RulesPanel {...about} etag={etag} conditions={conditions} />
    </>
  );
}

type AboutProps = Omit<Parameters<typeof RulesPanel>[0], 'conditions'> & { onGone(): void };

function About({ project, environment, segment, etag, may, onGone }: AboutProps) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const confirm = useConfirm();
  const notice = useNotice();
  /** What is typed, on the version that it began with; undefined while nothing is. */
  const [edited, setEdited] = useState<{ description: string; etag: string }>();
  const again = () => client.invalidateQueries({ queryKey: keys.segments(project, environment) });
  const describing = useMutation({
    mutationFn: (change: { description: string; etag: string }) =>
      patchSegment({
        project,
        environment,
        segment: segment.key,
        body: { description: change.description },
        ifMatch: change.etag,
        csrf,
      }),
    onSuccess: async () => {
      await again();
      setEdited(undefined);
    },
    // Who was faster, and with what.
    onError: again,
  });
  const moved = edited !== undefined && edited.etag !== etag && !describing.isPending;
  const drop = () => {
    describing.reset();
    setEdited(undefined);
  };
  const deleting = useMutation({
    mutationFn: () => deleteSegment(project, environment, segment.key, csrf),
    onSuccess: () => {
      notice({ tone: 'good', words: `${segment.key} is deleted in ${environment}.` });
      void client.invalidateQueries({ queryKey: keys.segments(project, environment), refetchType: 'none' });
      onGone();
    },
  });
  const remove = async () => {
    const sure = await confirm({
      title: `Delete ${segment.key}?`,
      words: `It goes with ${membersOf(segment)}, in ${environment} only. The server refuses while a rule speaks of it.`,
      act: `Delete ${segment.key}`,
      destructive: true,
    });
    if (sure) {
      deleting.mutate();
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (edited !== undefined && !moved) {
      describing.mutate(edited);
    }
  };
  return (
    <Panel
      title={segment.key}
      lead={
        <>
          Version {segment.version}, changed <MomentText at={segment.lastChange.at} /> by {segment.lastChange.actor}
          {segment.lastChange.comment && <>: {segment.lastChange.comment}</>}
        </>
      }
      aside={
        <Allowed may={may}>
          {(props) => (
            <Button
              size="compact-sm"
              variant="default"
              loading={deleting.isPending}
              onClick={() => void remove()}
              {...props}
            >
              Delete
            </Button>
          )}
        </Allowed>
      }
    >
      <form className={classes.about} onSubmit={submit}>
        <TextInput
          label="Description"
          value={edited?.description ?? segment.description}
          maxLength={2000}
          disabled={!may.may || describing.isPending}
          onChange={(event) => {
            const description = event.currentTarget.value;
            setEdited(description === segment.description ? undefined : { description, etag: edited?.etag ?? etag });
          }}
        />
        {edited !== undefined && !moved && (
          <Button type="submit" loading={describing.isPending}>
            Save
          </Button>
        )}
      </form>
      {moved && (
        <Moved
          segment={segment}
          mine="Your description is"
          onDrop={drop}
          onSave={() => describing.mutate({ ...edited, etag })}
        >
          {' '}
          It says now: “{segment.description}”.
        </Moved>
      )}
      {describing.error && !moved && <Failure what="The description was not saved" error={describing.error} />}
      {deleting.error && <Failure what={`${segment.key} was not deleted`} error={deleting.error} />}
    </Panel>
  );
}

function membersOf({ included, excluded, rules }: Segment): string {
  return `${count(included.length, 'included key')}, ${count(excluded.length, 'excluded key')} and ${count(rules.length, 'rule')}`;
}
