import { SegmentedControl, Skeleton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { Problem } from '../../shared/http';
import { keys } from '../../shared/keys';
import { noteChange } from '../../shared/live/use-project-events';
import { useConfirm } from '../../shared/ui/confirm';
import { putTargeting } from './api/put-targeting';
import type { Editing } from './editing';
import { shownFaults, usePreview } from './editing';
import { FaultsProvider } from './editor/faults';
import { JsonView } from './editor/json-view';
import { TargetingEditor } from './editor/targeting-editor';
import { MergeDialog } from './merge-dialog';
import { bodyOf, draftOf } from './model/draft';
import { SaveBar } from './save-bar';
import { SaveDialog } from './save-dialog';
import classes from './targeting-panel.module.css';

interface Props {
  project: string;
  environment: string;
  flag: string;
  /** In the flag's own order. */
  variations: readonly string[];
  segments: readonly string[];
  flags: Readonly<Record<string, readonly string[]>>;
  editing: Editing;
  /** Why one may not change this; undefined if one may. */
  forbidden: string | undefined;
}

/** Who gets what, to look at and to change: nothing is in force before it was reviewed and saved. */
export function TargetingPanel({ project, environment, flag, variations, segments, flags, editing, forbidden }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const confirm = useConfirm();
  const [view, setView] = useState('form');
  const [tried, setTried] = useState(false);
  const [shows, setShows] = useState<'save' | 'merge'>();
  const preview = usePreview(project, flag, environment, editing);
  const { draft, base, stored, changed, unread } = editing;
  const disabled = forbidden !== undefined;
  const faults = unread
    ? [{ pointer: '', detail: unread.fault }]
    : [...preview.own.filter((fault) => tried || !fault.missing), ...preview.refused];

  const saving = useMutation({
    mutationFn: (comment: string) =>
      putTargeting(project, flag, environment, { body: bodyOf(draft), version: base.version, comment }, csrf),
    async onSuccess(acted) {
      noteChange(client, project, { environment, flag, revision: acted.revision });
      await client.invalidateQueries({ queryKey: keys.flags(project) });
      setShows(undefined);
      setTried(false);
      editing.discard();
    },
    async onError(error) {
      if (error instanceof Problem && error.status === 412) {
        // Somebody was faster: what they did is read, and the two are brought together.
        await client.invalidateQueries({ queryKey: keys.targeting(project, flag, environment) });
        setShows('merge');
      } else if (error instanceof Problem && error.status === 422) {
        setShows(undefined);
      }
    },
  });
  // What is being saved comes back as somebody's change before it is known to be one's own.
  const meanwhile = saving.isPending ? undefined : editing.meanwhile;
  const refusedAtSave = saving.error instanceof Problem && saving.error.status === 422 ? saving.error.errors : [];

  const review = () => {
    setTried(true);
    if (meanwhile) {
      setShows('merge');
    } else if (preview.own.length === 0) {
      saving.reset();
      // Shows as soon as the server has said what saving would do.
      setShows('save');
    }
  };
  const change: Editing['change'] = (next) => {
    saving.reset();
    setShows(undefined);
    editing.setUnread(undefined);
    editing.change(next);
  };
  const show = async (next: string) => {
    const sure =
      unread === undefined ||
      (await confirm({
        title: 'Drop the text that can’t be read?',
        words: `The form shows the draft as it was before. ${unread.fault}`,
        act: 'Drop the text',
        destructive: true,
      }));
    if (sure) {
      editing.setUnread(undefined);
      setView(next);
    }
  };

  return (
    <div className={classes.panel}>
      <header className={classes.head}>
        <h2>Who gets what in {environment}</h2>
        <SegmentedControl
          size="xs"
          aria-label="How it is shown"
          value={view}
          onChange={(next) => void show(next)}
          data={[
            { value: 'form', label: 'Form' },
            { value: 'json', label: 'JSON' },
          ]}
        />
      </header>
      {forbidden !== undefined && <p className={classes.forbidden}>{forbidden}</p>}
      <FaultsProvider value={shownFaults(preview.own, [...preview.refused, ...refusedAtSave], tried)}>
        {view === 'form' ? (
          <TargetingEditor draft={draft} setting={{ flag, variations, segments, flags, disabled }} onChange={change} />
        ) : (
          <JsonView draft={draft} unread={unread} onChange={change} onUnread={editing.setUnread} disabled={disabled} />
        )}
      </FaultsProvider>
      {changed && (
        <SaveBar
          prospect={preview.prospect}
          faults={[...faults, ...refusedAtSave]}
          failure={preview.failure}
          behind={
            meanwhile && (
              <p>
                <strong>{stored.lastChange.actor}</strong> saved a change while you were at it. Your draft is kept.
              </p>
            )
          }
          onDiscard={() => {
            setTried(false);
            saving.reset();
            editing.discard();
          }}
          readable={unread === undefined}
          onReview={review}
        />
      )}
      {shows === 'save' && preview.prospect && preview.current && !meanwhile && (
        <SaveDialog
          title={`Save ${flag} in ${environment}`}
          act={`Save in ${environment}`}
          prospect={preview.prospect}
          before={bodyOf(draftOf(stored))}
          after={bodyOf(draft)}
          busy={saving.isPending}
          error={saving.error}
          onClose={() => setShows(undefined)}
          onSave={(comment) => saving.mutate(comment)}
        />
      )}
      {(shows === 'merge' || (shows === 'save' && meanwhile)) && meanwhile && (
        <MergeDialog
          merge={meanwhile}
          stored={stored}
          onClose={() => setShows(undefined)}
          onMerged={(body) => {
            setShows(undefined);
            saving.reset();
            editing.rebase(body);
          }}
        />
      )}
    </div>
  );
}

export function TargetingWaiting() {
  return (
    <div role="status" aria-label="Reading who gets what">
      {[60, 90, 140, 90].map((height, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: four alike
        <Skeleton key={n} height={height} radius={10} mb={14} />
      ))}
    </div>
  );
}
