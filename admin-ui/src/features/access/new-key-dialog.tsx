import { Button, NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { Problem } from '../../shared/http';
import { keys } from '../../shared/keys';
import { Dialog, WAITS } from '../../shared/ui/dialog';
import { Failure } from '../../shared/ui/failure';
import classes from './access.module.css';
import { createKey, type KeyWish } from './api/create-key';
import { ShownOnce, UNTIL_PUT_AWAY } from './shown-once';

interface Props {
  project: string;
  environments: readonly string[];
  onClose(): void;
}

/** Asks which key, and shows it. */
export function NewKeyDialog({ project, environments, onClose }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const [wish, setWish] = useState<KeyWish>({ environment: environments[0] ?? '', kind: 'sdk', name: '' });
  const making = useMutation({
    mutationFn: () => createKey(project, wish, csrf),
    onSettled: () => client.invalidateQueries({ queryKey: keys.apiKeys(project) }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    making.mutate();
  };
  const atName = making.error instanceof Problem ? making.error.at('/name') : undefined;
  return (
    <Dialog title="Make a key" onClose={onClose} stays={making.isPending ? WAITS : making.data && UNTIL_PUT_AWAY}>
      {making.data ? (
        <ShownOnce label={`The new key of ${wish.environment}`} value={making.data.key} onClose={onClose}>
          <p>A program connects with it at once; the page Connect has the lines for it.</p>
        </ShownOnce>
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <Radio.Group
            label="Kind"
            value={wish.kind ?? 'sdk'}
            onChange={(kind) => setWish({ ...wish, kind: kind === 'client' ? 'client' : 'sdk' })}
          >
            <Stack gap={8} mt={6}>
              <Radio value="sdk" label="SDK key" description="For servers: all rules of the environment. A secret." />
              <Radio
                value="client"
                label="Client key"
                description="For web pages and phones: decisions of flags that are visible to clients. No secret."
              />
            </Stack>
          </Radio.Group>
          <NativeSelect
            label="Environment"
            value={wish.environment}
            data={[...environments]}
            onChange={(event) => setWish({ ...wish, environment: event.currentTarget.value })}
          />
          <TextInput
            label="Name"
            description="Whose it is, so that somebody knows on the day it must go"
            value={wish.name ?? ''}
            maxLength={200}
            error={atName}
            onChange={(event) => setWish({ ...wish, name: event.currentTarget.value })}
          />
          {making.error && atName === undefined && (
            <Failure what="No key was made" unsure="It is not known whether a key was made" error={making.error} />
          )}
          <div className={classes.buttons}>
            <Button variant="default" onClick={onClose} disabled={making.isPending}>
              Cancel
            </Button>
            <Button type="submit" loading={making.isPending}>
              Make the key
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
