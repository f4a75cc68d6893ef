import { Button, Group, Skeleton, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import type { Schema } from '../../shared/http';
import { keys } from '../../shared/keys';
import { noteChange } from '../../shared/live/use-project-events';
import { Dialog, WAITS } from '../../shared/ui/dialog';
import { Failure } from '../../shared/ui/failure';
import type { Version } from './api/get-history';
import { type Past, previewRevert, revertFlag } from './api/revert-flag';
import { DiffLines } from './diff-lines';
import { Moves } from './moves';
import classes from './save-dialog.module.css';

interface Props {
  project: string;
  flag: string;
  environment: string;
  to: Version;
  /** The version in force of the same document. */
  present: number;
  onClose(): void;
}

/** Going back to a version: what that would do, and why it is done. */
export function RevertDialog({ project, flag, environment, to, present, onClose }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const [comment, setComment] = useState('');
  const past: Past = to.document === 'definition' ? { definition: to.version } : { environment, version: to.version };
  const prospect = useQuery({
    queryKey: [...keys.targeting(project, flag, environment), 'revert', to.document, to.version],
    queryFn: ({ signal }) => previewRevert(project, flag, past, csrf, signal),
  });
  const reverting = useMutation({
    mutationFn: () => revertFlag(project, flag, { past, present, comment: comment.trim() }, csrf),
    async onSuccess(answer) {
      if ('revision' in answer && to.document === 'targeting') {
        noteChange(client, project, { environment, flag, revision: answer.revision as number });
      }
      await client.invalidateQueries({ queryKey: keys.flags(project) });
      onClose();
    },
    // It may have been done all the same, or others were faster.
    onError: () => client.invalidateQueries({ queryKey: keys.flags(project) }),
  });
  const targeting =
    prospect.data && 'moves' in prospect.data ? (prospect.data as unknown as Schema<'Prospect'>) : undefined;
  const definition = prospect.data?.definition;
  return (
    <Dialog
      title={`${flag}: back to ${to.document} ${to.version}`}
      onClose={onClose}
      stays={reverting.isPending ? WAITS : undefined}
      wide
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          reverting.mutate();
        }}
      >
        {prospect.isPending && <Skeleton height={160} radius={8} />}
        {prospect.error && <Failure what="What this would do is not known" error={prospect.error} />}
        {to.document === 'targeting' && targeting && (
          <>
            <Moves prospect={targeting} />
            <DiffLines diff={targeting.diff} />
          </>
        )}
        {to.document === 'definition' && definition && <DiffLines diff={definition.diff} />}
        <Textarea
          label="Why"
          maxLength={500}
          autosize
          minRows={2}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {reverting.error && (
          <Failure
            what="Nothing was changed"
            unsure="It is not known whether this was taken back"
            error={reverting.error}
          />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={reverting.isPending}>
            Back
          </Button>
          <Button type="submit" loading={reverting.isPending} disabled={!prospect.data}>
            {to.document === 'definition' ? 'Go back everywhere' : `Go back in ${environment}`}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
