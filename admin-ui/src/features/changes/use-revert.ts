import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCsrf } from '../../shared/csrf';
import { deedOf } from '../../shared/deeds';
import { notDone, Problem } from '../../shared/http';
import { keys } from '../../shared/keys';
import { noteChange } from '../../shared/live/use-project-events';
import { usePlace } from '../../shared/place';
import { clockTime, moment } from '../../shared/time';
import { useConfirm } from '../../shared/ui/confirm';
import { useNotice } from '../../shared/ui/notices';
import { list } from '../../shared/words';
import type { Change } from './api/list-changes';
import { revertChange } from './api/revert-change';

/**
 * Takes one change back and tells how that went. Of the latest of its flag and environment at once, and only if it still is
 * the latest by then; else it asks first, and says what goes with it.
 *
 * @param later what was changed of the same since, newest first
 */
export function useRevert(change: Change, later: readonly Change[]) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const notice = useNotice();
  const confirm = useConfirm();
  const { project, flag, environment, at } = change;
  const here = usePlace().project;
  const what = [flag, environment && `in ${environment}`, project !== here && `of ${project}`]
    .filter(Boolean)
    .join(' ');
  const reverting = useMutation({
    mutationFn: (ifMatch: string) => revertChange(change, ifMatch, csrf),
    onSuccess: (reverted) => {
      notice({ tone: 'good', words: `${what} is as it was before ${moment(new Date(at))}.` });
      if (environment !== null && flag !== null && 'revision' in reverted && typeof reverted.revision === 'number') {
        noteChange(client, project, { environment, flag, revision: reverted.revision });
      }
    },
    onError: (error) => {
      if (!hasMovedOn(error)) {
        notice({ tone: 'bad', words: notDone(what, 'taken back', error) });
      }
    },
    // Once this is over, the list knows of it.
    onSettled: () => client.invalidateQueries({ queryKey: keys.changes }),
  });
  const act = flag === null ? 'Take back' : `Take back ${flag}`;
  return {
    busy: reverting.isPending,
    async ask() {
      const [newest = change] = later;
      const goes = later.map((one) => `${one.actor} ${deedOf(one.action)} it at ${clockTime(new Date(one.at))}`);
      if (
        later.length > 0 &&
        !(await confirm({
          title: `${what}: back to before ${moment(new Date(at))}?`,
          words: `What came after it goes too: ${list(goes)}.`,
          act,
        }))
      ) {
        return;
      }
      try {
        await reverting.mutateAsync(versionAfter(newest));
      } catch (error) {
        if (
          hasMovedOn(error) &&
          (await confirm({
            title: `${what} was changed again`,
            words: `It is not any more what you saw, and nothing was taken back. To have it as it was before ${moment(new Date(at))} takes back what is newer too.`,
            act,
          }))
        ) {
          reverting.mutate(error.etag ?? '');
        }
      }
    },
  };
}

/** Every change makes the version one higher than that which it can be taken back to. */
function versionAfter({ revert }: Change): string {
  return `"${(revert?.body.version ?? revert?.body.definition ?? 0) + 1}"`;
}

/** With the version that it has now. */
function hasMovedOn(error: unknown): error is Problem {
  return error instanceof Problem && error.status === 412 && error.etag !== null;
}
