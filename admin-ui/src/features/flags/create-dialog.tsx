import { Button, Group, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { Problem, type Schema } from '../../shared/http';
import { keys } from '../../shared/keys';
import { Dialog, WAITS } from '../../shared/ui/dialog';
import { Failure } from '../../shared/ui/failure';
import { type About, AboutFields, NOTHING_KNOWN } from './about-fields';
import { createFlag } from './api/create-flag';
import classes from './create-dialog.module.css';
import { type FlagType, readVariations, type VariationDraft } from './variation-values';
import { VariationsEditor } from './variations-editor';

interface Props {
  project: string;
  /** The owner that is likely: who makes it. */
  owner: string;
  onClose(): void;
  onCreated(key: string): void;
}

const TYPES: readonly FlagType[] = ['boolean', 'string', 'integer', 'double', 'json'];
const FIRST: readonly VariationDraft[] = [
  { id: 1, name: '', text: '' },
  { id: 2, name: '', text: '' },
];

/** A new flag: a key is enough for one that is on or off. It changes nothing for anybody before it is enabled. */
export function CreateDialog({ project, owner, onClose, onCreated }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const [key, setKey] = useState('');
  const [type, setType] = useState<FlagType>('boolean');
  const [drafts, setDrafts] = useState(FIRST);
  const [off, setOff] = useState('');
  const [on, setOn] = useState('');
  const [about, setAbout] = useState<About>({ ...NOTHING_KNOWN, owner });
  const [faults, setFaults] = useState<Readonly<Record<number, string>>>({});
  const creating = useMutation({
    mutationFn: (flag: Schema<'NewFlag'>) => createFlag(project, flag, csrf),
    async onSuccess(flag) {
      await client.invalidateQueries({ queryKey: keys.flags(project) });
      onCreated(flag.key);
    },
  });

  const names = drafts.map(({ name }) => name).filter(Boolean);
  const [first = '', second = first] = names;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { description, tags, runbook, temporary, expires, clientVisible } = about;
    const own = {
      key,
      type,
      description,
      owner: about.owner,
      tags: [...tags],
      runbook,
      temporary,
      clientVisible,
      ...(temporary && expires ? { expires } : {}),
    };
    if (type === 'boolean') {
      creating.mutate(own);
      return;
    }
    const read = readVariations(type, drafts);
    if ('faults' in read) {
      setFaults(read.faults);
      return;
    }
    setFaults({});
    const { variations } = read;
    creating.mutate({ ...own, variations, offVariation: off || first, fallthrough: on || second });
  };

  const problem = creating.error instanceof Problem ? creating.error : undefined;
  const at = (pointer: string) => problem?.at(pointer);
  const shown = ['/key', '/description', '/owner', '/tags', '/runbook', '/expires'];
  const elsewhere =
    creating.error && !(problem && problem.errors.length > 0 && problem.errors.every((e) => shown.includes(e.pointer)));
  return (
    <Dialog title="New flag" onClose={onClose} stays={creating.isPending ? WAITS : undefined}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <TextInput
          label="Key"
          description="As code asks for it. It stays for good."
          placeholder="new-checkout"
          required
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={key}
          error={at('/key')}
          onChange={(event) => {
            creating.reset();
            setKey(event.currentTarget.value.replace(/\s+/g, '-'));
          }}
        />
        <div>
          <p className={classes.label}>What it gives</p>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label="Type"
            value={type}
            onChange={(value) => setType(value as FlagType)}
            data={TYPES.map((value) => ({ value, label: value }))}
          />
          {type === 'boolean' && (
            <p className={classes.hint}>
              Variations on and off. Disabled, everyone gets off; enabled, everyone gets on.
            </p>
          )}
        </div>
        {type !== 'boolean' && (
          <>
            <VariationsEditor type={type} drafts={drafts} faults={faults} onChange={setDrafts} />
            <div className={classes.pair}>
              <NativeSelect
                label="While it is disabled"
                data={names}
                value={off || first}
                onChange={(event) => setOff(event.currentTarget.value)}
              />
              <NativeSelect
                label="Once it is enabled"
                data={names}
                value={on || second}
                onChange={(event) => setOn(event.currentTarget.value)}
              />
            </div>
          </>
        )}
        <AboutFields about={about} faultAt={(field) => at(`/${field}`)} onChange={setAbout} />
        {elsewhere && creating.error && (
          <Failure what="No flag was made" unsure={`It is not known whether ${key} was made`} error={creating.error} />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={creating.isPending}>
            Cancel
          </Button>
          <Button type="submit" loading={creating.isPending} disabled={key === ''}>
            Create {key}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
