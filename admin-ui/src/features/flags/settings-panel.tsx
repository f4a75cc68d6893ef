import { Button, Group } from '@mantine/core';
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
import { type About, AboutFields } from './about-fields';
import { deleteFlag } from './api/delete-flag';
import type { FlagSummary } from './api/list-flags';
import { patchFlag } from './api/patch-flag';
import classes from './settings-panel.module.css';
import { readVariations, textOf, type VariationDraft } from './variation-values';
import { VariationsEditor } from './variations-editor';

interface Props {
  project: string;
  flag: FlagSummary;
  /** To change what the flag is. */
  mayEdit: May;
  /** To take it out of use, in all environments. */
  mayRelease: May;
  onDeleted(): void;
}

/** What the flag is in all environments, and the end of its life. */
export function SettingsPanel({ project, flag, mayEdit, mayRelease, onDeleted }: Props) {
  return (
    <div className={classes.panel}>
      {/* A newer version is read in afresh: what was typed on an older one could overwrite it. */}
      <Definition key={flag.version} project={project} flag={flag} may={mayEdit} />
      <End project={project} flag={flag} may={mayRelease} onDeleted={onDeleted} />
    </div>
  );
}

function aboutOf({ description, owner, tags, runbook, temporary, expires = '', clientVisible }: FlagSummary): About {
  return { description, owner, tags, runbook, temporary, expires, clientVisible };
}

function Definition({ project, flag, may }: { project: string; flag: FlagSummary; may: May }) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const notice = useNotice();
  const [about, setAbout] = useState(() => aboutOf(flag));
  const [drafts, setDrafts] = useState<readonly VariationDraft[]>(() =>
    Object.entries(flag.variations).map(([name, value], id) => ({ id, name, text: textOf(flag.type, value) })),
  );
  const [faults, setFaults] = useState<Readonly<Record<number, string>>>({});
  const saving = useMutation({
    mutationFn: (patch: Schema<'FlagPatch'>) => patchFlag(project, flag.key, { version: flag.version, patch }, csrf),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: keys.flags(project) });
      notice({ words: `Saved what ${flag.key} is, in all environments.`, tone: 'good' });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readVariations(flag.type, drafts);
    if ('faults' in read) {
      setFaults(read.faults);
      return;
    }
    setFaults({});
    const gone = Object.keys(flag.variations).filter((name) => !Object.hasOwn(read.variations, name));
    saving.mutate({
      ...about,
      tags: [...about.tags],
      expires: about.temporary && about.expires ? about.expires : null,
      variations: { ...read.variations, ...Object.fromEntries(gone.map((name) => [name, null])) },
    });
  };
  const problem = saving.error instanceof Problem ? saving.error : undefined;
  return (
    <form className={classes.form} onSubmit={submit} aria-label={`What ${flag.key} is`}>
      <h2>What it is, in all environments</h2>
      <AboutFields
        about={about}
        faultAt={(field) => problem?.at(`/${field}`)}
        onChange={setAbout}
        disabled={!may.may}
      />
      <VariationsEditor
        type={flag.type}
        drafts={drafts}
        faults={faults}
        fixed={new Set(Object.keys(flag.variations))}
        onChange={setDrafts}
        disabled={!may.may}
      />
      {saving.error && <Failure what="Nothing was saved" error={saving.error} />}
      <Group justify="flex-end">
        <Allowed may={may}>
          {(props) => (
            <Button type="submit" loading={saving.isPending} {...props}>
              Save
            </Button>
          )}
        </Allowed>
      </Group>
    </form>
  );
}

function End({ project, flag, may, onDeleted }: Omit<Props, 'mayEdit' | 'mayRelease'> & { may: May }) {
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
