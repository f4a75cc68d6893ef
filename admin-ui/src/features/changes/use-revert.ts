import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCsrf } from '../../shared/csrf';
import { Problem } from '../../shared/http';
import { keys } from '../../shared/keys';
import { noteChange } from '../../shared/live/use-project-events';
import { moment } from '../../shared/time';
import { useNotice } from '../../shared/ui/notices';
import type { Change } from './api/list-changes';
import { revertChange } from './api/revert-change';

/** Takes one change back and tells how that went. */
export function useRevert(change: Change) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const notice = useNotice();
  const { project, flag, environment, at } = change;
  const what = environment === null ? flag : `${flag} in ${environment}`;
  return useMutation({
    mutationFn: () => revertChange(change, csrf),
    onSuccess: async (reverted) => {
      notice({ tone: 'good', words: `${what} is as it was before ${moment(new Date(at))}.` });
      if (environment !== null && flag !== null && 'revision' in reverted && typeof reverted.revision === 'number') {
        noteChange(client, project, { environment, flag, revision: reverted.revision });
      }
      await client.invalidateQueries({ queryKey: keys.changes });
    },
    onError: (error) =>
      notice({
        tone: 'bad',
        words: `${what} was not taken back: ${error instanceof Problem ? error.message : 'the server did not answer.'}`,
      }),
  });
}
