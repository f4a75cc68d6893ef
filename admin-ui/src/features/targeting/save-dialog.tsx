import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Schema } from '../../shared/http';
import { Dialog, WAITS } from '../../shared/ui/dialog';
import { DiffView } from '../../shared/ui/diff-view';
import { Failure } from '../../shared/ui/failure';
import { Moves } from './moves';
import classes from './save-dialog.module.css';

interface Props {
  title: string;
  /** What the button says: "Save in production". */
  act: string;
  prospect: Schema<'Prospect'>;
  before: unknown;
  after: unknown;
  /** Why one may look and not do it. */
  forbidden?: string | undefined;
  busy: boolean;
  error: Error | null;
  onClose(): void;
  onSave(comment: string): void;
}

/** The last look: who moves, the difference to the letter, and why it is done. */
export function SaveDialog({ title, act, prospect, before, after, forbidden, busy, error, onClose, onSave }: Props) {
  const [comment, setComment] = useState('');
  return (
    <Dialog title={title} onClose={onClose} stays={busy ? WAITS : undefined} wide>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSave(comment.trim());
        }}
      >
        <Moves prospect={prospect} />
        <div className={classes.diff}>
          <DiffView before={before} after={after} />
        </div>
        {forbidden !== undefined && <p className={classes.forbidden}>{forbidden}</p>}
        <Textarea
          label="Why"
          description="Goes into the audit log beside your name."
          placeholder="first step of the rollout"
          maxLength={500}
          autosize
          minRows={2}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {error && <Failure what="Nothing was saved" unsure="It is not known whether this was saved" error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={busy}>
            Back
          </Button>
          <Button type="submit" loading={busy} disabled={!prospect.changes || forbidden !== undefined}>
            {act}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
