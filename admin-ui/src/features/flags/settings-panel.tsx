import { Alert, Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { Problem, type Schema } from '../../shared/http';
import { keys } from '../../shared/keys';
import type { May } from '../../shared/may';
import { Allowed } from '../../shared/ui/allowed';
import { useConfirm } from '../../shared/ui/confirm';
import { Failure } from '../../shared/ui/failure';
import { useNotice } from '../../shared/ui/notices';
import { list } from '../../shared/words';
import { AboutFields } from './about-fields';
import { deleteFlag } from './api/delete-flag';
import type { FlagSummary } from './api/list-flags';
import { patchFlag } from './api/patch-flag';
import { aboutOf, changedMeanwhile, draftOf, patchOf, type SettingsDraft, variationsOf } from './settings-draft';
import classes from './settings-panel.module.css';
import { readVariations } from './variation-values';
import { VariationsEditor } from './variations-editor';

interface Props {
  project: string;
  flag: FlagSummary;
  /** What is typed and not saved; the page keeps it while another part of it is looked at. */
  draft: SettingsDraft | undefined;
  onDraft(draft: SettingsDraft | undefined): void;
  /** To change what the flag is. */
  mayEdit: May;
  /** To take it out of use, in all environments. */
  mayRelease: May;
  onDeleted(): void;
}

/** What the flag is in all environments, and the end of its life. */
export function SettingsPanel({ project, flag, draft, onDraft, mayEdit, mayRelease, onDeleted }: Props) {
  return (
    <div className={classes.panel}>
      <Definition project={project} flag={flag} draft={draft} onDraft={onDraft} may={mayEdit} />
      <End project={project} flag={flag} may={mayRelease} onDeleted={onDeleted} />
    </div>
  );
}

type DefinitionProps = Pick<Props, 'project' | 'flag' | 'draft' | 'onDraft'> & { may: May };

/** Follows the server in every field but those that somebody has typed into. */
function Definition({ project, flag, draft, onDraft, may }: DefinitionProps) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const notice = useNotice();
  const [faults, setFaults] = useState<Readonly<Record<number, string>>>({});
  const again = () => client.invalidateQueries({ queryKey: keys.flags(project) });
  const saving = useMutation({
    mutationFn: (patch: Schema<'FlagPatch'>) => patchFlag(project, flag.key, { version: flag.version, patch }, csrf),
    async onSuccess() {
      await again();
      onDraft(undefined);
      notice({ words: `Saved what ${flag.key} is, in all environments.`, tone: 'good' });
    },
    // Who was faster, and with what.
    onError: again,
  });
  const about = { ...aboutOf(flag), ...draft?.edits };
  const variations = draft?.variations ?? variationsOf(flag);
  const meanwhile = draft && !saving.isPending ? changedMeanwhile(draft, flag) : undefined;
  const contested = (meanwhile?.contested.length ?? 0) > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft === undefined) {
      return;
    }
    const read = readVariations(flag.type, variations);
    if ('faults' in read) {
      setFaults(read.faults);
      return;
    }
    setFaults({});
    saving.mutate(patchOf(draft, about, draft.variations && read.variations));
  };
  const discard = () => {
    setFaults({});
    saving.reset();
    onDraft(undefined);
  };
  const problem = saving.error instanceof Problem ? saving.error : undefined;
  const disabled = !may.may || saving.isPending;
  return (
    <form className={classes.form} onSubmit={submit} aria-label={`What ${flag.key} is`}>
      <h2>What it is, in all environments</h2>
      <AboutFields
        about={about}
        faultAt={(field) => problem?.at(`/${field}`)}
        onChange={(next) => onDraft(draftOf(flag, draft, { about: next, variations }))}
        disabled={disabled}
      />
      <VariationsEditor
        type={flag.type}
        drafts={variations}
        faults={faults}
        fixed={new Set(Object.keys(flag.variations))}
        onChange={(next) => onDraft(draftOf(flag, draft, { about, variations: next }))}
        disabled={disabled}
      />
      {meanwhile && meanwhile.theirs.length > 0 && (
        <Alert
          color="orange"
          variant="light"
          role="status"
          title={`${flag.lastChange.actor} changed this flag meanwhile`}
        >
          It was about {list(meanwhile.theirs)}. What you typed is still here.
          {contested && ` Saved, it takes the place of theirs in ${list(meanwhile.contested)}.`}
        </Alert>
      )}
      {saving.error && <Failure what="Nothing was saved" error={saving.error} />}
      <Group justify="flex-end">
        {draft && (
          <Button variant="default" onClick={discard} disabled={saving.isPending}>
            {contested ? 'Drop mine' : 'Discard'}
          </Button>
        )}
        <Allowed may={may}>
          {(props) => (
            <Button type="submit" loading={saving.isPending} disabled={draft === undefined} {...props}>
              {contested ? 'Save mine over it' : 'Save'}
            </Button>
          )}
        </Allowed>
      </Group>
    </form>
  );
}

function End({ project, flag, may, onDeleted }: Pick<Props, 'project' | 'flag' | 'onDeleted'> & { may: May }) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const confirm = useConfirm();
  const after = () => client.invalidateQueries({ queryKey: keys.flags(project) });
  const archiving = useMutation({
    mutationFn: (archived: boolean) =>
      patchFlag(project, flag.key, { version: flag.version, patch: { archived } }, csrf),
    onSuccess: after,
  });
  const deleting = useMutation({
    mutationFn: (force: boolean) => deleteFlag(project, flag.key, force, csrf),
    onSuccess() {
      onDeleted();
      return after();
    },
  });
  const inUse = deleting.error instanceof Problem && deleting.error.status === 409 ? deleting.error : undefined;

  const archive = async () => {
    const words = `Everyone gets the default of their code, in every environment. It can be restored.`;
    if (flag.archived || (await confirm({ title: `Archive ${flag.key}?`, words, act: `Archive ${flag.key}` }))) {
      archiving.mutate(!flag.archived);
    }
  };
  const remove = async (force: boolean) => {
    const words = (
      <>
        {flag.key} goes for good, with its rules in {Object.keys(flag.environments ?? {}).join(', ')} and its history.
        {inUse && ' Programs that still ask for it get the default of their code.'}
      </>
    );
    const question = { title: `Delete ${flag.key}?`, words, act: `Delete ${flag.key}`, destructive: true };
    if (await confirm({ ...question, typed: flag.key })) {
      deleting.mutate(force);
    }
  };
  return (
    <section className={classes.end} aria-label="The end of its life">
      <h2>{flag.archived ? 'It is archived' : 'When it has done its work'}</h2>
      <p className={classes.words}>
        {flag.archived
          ? 'Everyone gets the default of their code. Restored, it is as it was.'
          : 'Archived, it is out of use and everyone gets the default of their code. Deleted, it is gone for good.'}
      </p>
      <Group gap="sm">
        <Allowed may={may}>
          {(props) => (
            <Button variant="default" loading={archiving.isPending} onClick={() => void archive()} {...props}>
              {flag.archived ? 'Restore' : 'Archive'} {flag.key}
            </Button>
          )}
        </Allowed>
        <Allowed may={may}>
          {(props) => (
            <Button
              className={classes.delete ?? ''}
              variant="default"
              loading={deleting.isPending}
              onClick={() => void remove(inUse !== undefined)}
              {...props}
            >
              {inUse ? `Delete ${flag.key} all the same` : `Delete ${flag.key}`}
            </Button>
          )}
        </Allowed>
      </Group>
      {archiving.error && <Failure what="Nothing was changed" error={archiving.error} />}
      {deleting.error && <Failure what={`${flag.key} was not deleted`} error={deleting.error} />}
    </section>
  );
}
