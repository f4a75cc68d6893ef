import { Button, CloseButton, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { writeJson } from '../../shared/json';
import { keys } from '../../shared/keys';
import type { May } from '../../shared/may';
import { rowTypeOf } from '../../shared/rows';
import { Allowed } from '../../shared/ui/allowed';
import { useConfirm } from '../../shared/ui/confirm';
import { Failure } from '../../shared/ui/failure';
import { FileDrop } from '../../shared/ui/file-drop';
import { Panel } from '../../shared/ui/panel';
import { count } from '../../shared/words';
import { changeMembers, type MemberList } from './api/change-members';
import type { Segment } from './api/get-segment';
import classes from './segments.module.css';

interface Props {
  project: string;
  environment: string;
  segment: Segment;
  may: May;
}

const SHOWN = 200;

type Change = { act: 'add' | 'remove' } & ({ file: File } | { typed: readonly string[] });

/** The keys that a segment lists: looked through, typed in, uploaded, taken out. */
export function MembersPanel({ project, environment, segment, may }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const confirm = useConfirm();
  const [list, setList] = useState<MemberList>('included');
  const [filter, setFilter] = useState('');
  const [typed, setTyped] = useState('');
  const [act, setAct] = useState<'add' | 'remove'>('add');
  const [share, setShare] = useState(0);
  const changing = useMutation({
    mutationFn: async (change: Change) => {
      setShare(0);
      const rows =
        'file' in change
          ? { rows: change.file, type: await rowTypeOf(change.file) }
          : {
              rows: new Blob(change.typed.map((key) => `${writeJson(key)}\n`)),
              type: 'application/x-ndjson' as const,
            };
      const where = { project, environment, segment: segment.key, list, act: change.act, csrf };
      return changeMembers({ ...where, ...rows }, setShare);
    },
    onSuccess: (_, change) => {
      if ('typed' in change && change.act === 'add') {
        setTyped('');
      }
      return client.invalidateQueries({ queryKey: keys.segments(project, environment) });
    },
  });

  const all = segment[list];
  const found = all.filter((key) => key.toLowerCase().includes(filter.trim().toLowerCase()));
  const upload = async (file: File) => {
    const words =
      act === 'add'
        ? `All keys of ${file.name} come into the list of those ${list}.`
        : `All keys of ${file.name} go from the list of those ${list}.`;
    const sure =
      act === 'add' ||
      (await confirm({
        title: `Remove the keys of ${file.name}?`,
        words,
        act: 'Remove these keys',
        destructive: true,
      }));
    if (sure) {
      changing.mutate({ act, file });
    }
  };
  const removeOne = async (key: string) => {
    const sure = await confirm({
      title: `Remove ${key} from those ${list}?`,
      words: `It holds in ${environment} at once, for every flag whose rules speak of ${segment.key}.`,
      act: `Remove ${key}`,
      destructive: true,
    });
    if (sure) {
      changing.mutate({ act: 'remove', typed: [key] });
    }
  };
  const addTyped = (event: FormEvent) => {
    event.preventDefault();
    const wanted = typed
      .split(/[\n,]/)
      .map((key) => key.trim())
      .filter((key) => key !== '');
    if (wanted.length > 0) {
      changing.mutate({ act: 'add', typed: wanted });
    }
  };

  return (
    <Panel
      title="Keys"
      lead={
        list === 'included'
          ? 'Members, whatever the rules say.'
          : 'No members, whatever the rules and the other list say.'
      }
      aside={
        <SegmentedControl
          aria-label="Which list"
          value={list}
          data={[
            { value: 'included', label: `Included (${segment.included.length})` },
            { value: 'excluded', label: `Excluded (${segment.excluded.length})` },
          ]}
          onChange={(value) => setList(value as MemberList)}
        />
      }
    >
      {all.length > 12 && (
        <TextInput
          mb="sm"
          aria-label="Filter the keys"
          placeholder="Filter"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      )}
      {all.length === 0 ? (
        <p className={classes.dim}>No key is {list}.</p>
      ) : (
        <ul className={classes.keys} aria-label={`Keys that are ${list}`}>
          {found.slice(0, SHOWN).map((key) => (
            <li key={key} className={classes.key}>
              <span>{key}</span>
              {may.may && (
                <CloseButton
                  size="xs"
                  aria-label={`Remove ${key}`}
                  disabled={changing.isPending}
                  onClick={() => void removeOne(key)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {found.length > SHOWN && (
        <p className={classes.dim}>And {count(found.length - SHOWN, 'more key')}: filter to find them.</p>
      )}

      <form className={classes.typed} onSubmit={addTyped}>
        <Textarea
          label="Add keys"
          description="One a line, or with commas in between"
          autosize={false}
          rows={2}
          value={typed}
          disabled={!may.may || (changing.isPending && 'typed' in changing.variables)}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Allowed may={may}>
          {(props) => (
            <Button type="submit" variant="default" disabled={typed.trim() === '' || changing.isPending} {...props}>
              Add them
            </Button>
          )}
        </Allowed>
      </form>

      {may.may && (
        <>
          <SegmentedControl
            mb="xs"
            size="xs"
            aria-label="What to do with the keys of a file"
            value={act}
            data={[
              { value: 'add', label: 'Add those of a file' },
              { value: 'remove', label: 'Remove those of a file' },
            ]}
            onChange={(value) => setAct(value as 'add' | 'remove')}
          />
          <FileDrop
            label="A file of keys"
            accept=".csv,.ndjson,.jsonl,.txt,text/csv"
            disabled={changing.isPending}
            onFile={(file) => void upload(file)}
          >
            <strong>Drop a CSV here</strong> with a column <code>key</code>, or choose one. All or nothing.
          </FileDrop>
        </>
      )}
      {changing.isPending && (
        <div className={classes.progress}>
          <progress aria-label="Keys sent" max={1} {...(share < 1 ? { value: share } : {})} />
          {share < 1 ? `${Math.round(share * 100)} % sent` : 'Sent; being stored'}
        </div>
      )}
      {changing.data && (
        <p className={classes.note} role="status">
          {changing.data.note}
        </p>
      )}
      {changing.error && <Failure what="The keys were not changed" error={changing.error} />}
    </Panel>
  );
}
