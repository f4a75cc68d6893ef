import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { Problem } from '../../shared/http';
import { keys } from '../../shared/keys';
import { Dialog } from '../../shared/ui/dialog';
import { Failure } from '../../shared/ui/failure';
import { createSegment } from './api/create-segment';
import classes from './segments.module.css';

interface Props {
  project: string;
  environment: string;
  onClose(): void;
  onMade(segment: string): void;
}

export function NewSegmentDialog({ project, environment, onClose, onMade }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const [key, setKey] = useState('');
  const [description, setDescription] = useState('');
  const making = useMutation({
    mutationFn: () => createSegment(project, environment, { key, description }, csrf),
    onSuccess: (segment) => {
      void client.invalidateQueries({ queryKey: keys.segments(project, environment) });
      onMade(segment.key);
    },
  });
  const problem = making.error instanceof Problem ? making.error : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <Dialog title={`Make a segment in ${environment}`} onClose={onClose}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label="Key"
          description="By which rules speak of it: letters, digits, . _ -"
          value={key}
          required
          maxLength={100}
          autoComplete="off"
          error={problem?.at('/key')}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <TextInput
          label="Description"
          description="Who is in it, and why"
          value={description}
          maxLength={2000}
          autoComplete="off"
          error={problem?.at('/description')}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {making.error && problem?.at('/key') === undefined && problem?.at('/description') === undefined && (
          <Failure what="The segment was not made" error={making.error} />
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={making.isPending}>
            Make the segment
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
