import { Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { notDone, type Schema } from '../../shared/http';
import { keys } from '../../shared/keys';
import { useConfirm } from '../../shared/ui/confirm';
import { Empty } from '../../shared/ui/empty';
import { Failure } from '../../shared/ui/failure';
import { MomentText } from '../../shared/ui/moment-text';
import { useNotice } from '../../shared/ui/notices';
import { Panel } from '../../shared/ui/panel';
import { Table } from '../../shared/ui/table';
import classes from './access.module.css';
import { type ApiToken, listTokens } from './api/list-tokens';
import { revokeToken } from './api/revoke-token';
import { grantWords } from './grant-words';
import { TokenDialog } from './token-dialog';

/** What pipelines and scripts come with. */
export function TokensPanel({ projects }: { projects: readonly Schema<'Project'>[] }) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const confirm = useConfirm();
  const notice = useNotice();
  const [making, setMaking] = useState(false);
  const list = useQuery({ queryKey: keys.tokens, queryFn: ({ signal }) => listTokens(signal) });
  const revoking = useMutation({
    mutationFn: (token: ApiToken) => revokeToken(token.id, csrf),
    onSuccess: (_, { name }) => notice({ tone: 'good', words: `${name} is revoked.` }),
    onError: (error, { name }) => notice({ tone: 'bad', words: notDone(name, 'revoked', error) }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.tokens }),
  });
  const revoke = async (token: ApiToken) => {
    const sure = await confirm({
      title: `Revoke ${token.name}?`,
      words: `What comes with this token is refused from now on: ${token.grants.map(grantWords).join('; ') || 'it has no rights'}.`,
      act: `Revoke ${token.name}`,
      destructive: true,
    });
    if (sure) {
      revoking.mutate(token);
    }
  };
  return (
    <Panel
      title="API tokens"
      lead="For pipelines and scripts. Each has rights of its own, and expires."
      aside={
        <Button size="xs" onClick={() => setMaking(true)}>
          Make a token
        </Button>
      }
    >
      {list.isPending && <Skeleton height={120} />}
      {list.error && !list.data && (
        <Failure what="The tokens could not be read" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data?.length === 0 && (
        <Empty title="No tokens yet">
          <p>A pipeline that ramps a flag needs one with the role releaser in its environment.</p>
        </Empty>
      )}
      {list.data && list.data.length > 0 && (
        <Table label="API tokens" columns={['Token', 'Rights', 'Made', 'Expires', 'Acts']}>
          {list.data.map((token) => (
            <tr key={token.id}>
              <td>
                <strong>{token.name}</strong>
                <div className={classes.dim}>
                  id <code>{token.id}</code>
                </div>
              </td>
              <td data-label="Rights">
                <ul className={classes.grants}>
                  {token.grants.map((grant) => (
                    <li key={grantWords(grant)}>{grantWords(grant)}</li>
                  ))}
                </ul>
              </td>
              <td data-label="Made">
                <MomentText at={token.createdAt} /> by {token.createdBy}
              </td>
              <td data-label="Expires">
                <MomentText at={token.expiresAt} />
              </td>
              <td>
                <div className={classes.acts}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Revoke ${token.name}`}
                    onClick={() => void revoke(token)}
                  >
                    Revoke
                  </Button>
                </div>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {making && <TokenDialog projects={projects} onClose={() => setMaking(false)} />}
    </Panel>
  );
}
