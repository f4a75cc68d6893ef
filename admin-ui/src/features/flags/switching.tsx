import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCsrf } from '../../shared/csrf';
import { notDone, type Schema } from '../../shared/http';
import { keys } from '../../shared/keys';
import { noteChange } from '../../shared/live/use-project-events';
import { useConfirm } from '../../shared/ui/confirm';
import { useNotice } from '../../shared/ui/notices';
import { switchFlag } from './api/switch-flag';

/** The switch of a flag in an environment: says what it will do, and does it when that was meant. */
export function useSwitching(project: string, flag: string, environment: string) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const confirm = useConfirm();
  const notice = useNotice();
  const switching = useMutation({
    mutationFn: (enable: boolean) => switchFlag(project, flag, environment, enable, csrf),
    onSuccess(acted) {
      if (acted.changed) {
        noteChange(client, project, { environment, flag, revision: acted.revision });
      }
    },
    onError: (error) => notice({ words: notDone(flag, `changed in ${environment}`, error), tone: 'bad' }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.flags(project) }),
  });
  return {
    busy: switching.isPending,
    /** Asks and acts; while it acts, another wish is not heard. The control stays enabled, for it holds the focus. */
    async ask({ enabled, switching: words }: Pick<Schema<'FlagInEnvironment'>, 'enabled' | 'switching'>) {
      if (switching.isPending) {
        return;
      }
      const act = enabled ? 'Disable' : 'Enable';
      if (await confirm({ title: `${act} ${flag} in ${environment}?`, words, act: `${act} in ${environment}` })) {
        switching.mutate(!enabled);
      }
    },
  };
}
