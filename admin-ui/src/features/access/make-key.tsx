import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCsrf } from '../../shared/csrf';
import { keys } from '../../shared/keys';
import { useMay } from '../../shared/may';
import { Allowed } from '../../shared/ui/allowed';
import { Secret } from '../../shared/ui/copied';
import { Failure } from '../../shared/ui/failure';
import { createKey, type KeyMade } from './api/create-key';

interface Props {
  project: string;
  environment: string;
  kind: 'sdk' | 'client';
  name: string;
  made: KeyMade | undefined;
  onMade(key: KeyMade): void;
}

/** Makes a key and shows it, once. */
export function MakeKey({ project, environment, kind, name, made, onMade }: Props) {
  const csrf = useCsrf();
  const may = useMay('admin');
  const client = useQueryClient();
  const making = useMutation({
    mutationFn: () => createKey(project, { environment, kind, name }, csrf),
    onSuccess: (key) => {
      onMade(key);
      void client.invalidateQueries({ queryKey: keys.apiKeys(project) });
    },
  });
  const what = kind === 'sdk' ? 'SDK key' : 'client key';
  return (
    <>
      {made ? (
        <Secret label={`The ${what} of ${environment}`} value={made.key} />
      ) : (
        <Allowed may={may}>
          {(props) => (
            <Button loading={making.isPending} onClick={() => making.mutate()} {...props}>
              Make {kind === 'sdk' ? 'an' : 'a'} {what}
            </Button>
          )}
        </Allowed>
      )}
      {making.error && (
        <Failure what="No key was made" unsure="It is not known whether a key was made" error={making.error} />
      )}
    </>
  );
}
