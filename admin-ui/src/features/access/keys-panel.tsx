import { Badge, Button, Skeleton } from '@mantine/core';
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
import { type ApiKey, listKeys } from './api/list-keys';
import { revokeKey } from './api/revoke-key';
import { NewKeyDialog } from './new-key-dialog';
import { RotateDialog } from './rotate-dialog';

type KeyUse = Schema<'KeyUse'>;

interface Props {
  project: string;
  environments: readonly string[];
  /** What keys were last used for; undefined before that is known. */
  uses: readonly KeyUse[] | undefined;
}

const KINDS = { sdk: 'SDK', client: 'client' } as const;

/** The keys of a project: made, rotated and revoked here, seen once. */
export function KeysPanel({ project, environments, uses }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const confirm = useConfirm();
  const notice = useNotice();
  const [asked, setAsked] = useState<{ what: 'new' } | { what: 'rotate'; key: ApiKey }>();
  const list = useQuery({
    queryKey: keys.apiKeys(project),
    queryFn: ({ signal }) => listKeys(project, signal),
  });
  const revoking = useMutation({
    mutationFn: (key: ApiKey) => revokeKey(project, key.id, csrf),
    onSuccess: (_, key) => {
      notice({ tone: 'good', words: `${nameOf(key)} is revoked; its streams are cut on every node.` });
      return client.invalidateQueries({ queryKey: keys.apiKeys(project) });
    },
    onError: (error, key) => notice({ tone: 'bad', words: notDone(nameOf(key), 'revoked', error) }),
  });

  const revoke = async (key: ApiKey) => {
    const used = usesOf(key, uses);
    const sure = await confirm({
      title: `Revoke ${nameOf(key)}?`,
      words: (
        <>
          The key stops working at once, on every node.{' '}
          {used.length > 0 ? (
            <>
              Last used by{' '}
              {used
                .slice(0, 3)
                .map(({ application }) => application)
                .join(', ')}
              , <MomentText at={used[0]?.lastUsedAt ?? key.createdAt} />: those programs go on with the rules that they
              have, and hear of no change any more. To exchange a key without that, rotate it.
            </>
          ) : (
            'No node remembers that it was used.'
          )}
        </>
      ),
      act: `Revoke ${nameOf(key)}`,
      destructive: true,
    });
    if (sure) {
      revoking.mutate(key);
    }
  };

  return (
    <Panel
      title="Keys"
      lead="What programs come with. An SDK key opens the rules of one environment; a client key gives decisions of visible flags by OFREP."
      aside={
        <Button size="xs" onClick={() => setAsked({ what: 'new' })}>
          Make a key
        </Button>
      }
    >
      {list.isPending && <Skeleton height={160} />}
      {list.error && !list.data && (
        <Failure what="The keys could not be read" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data?.length === 0 && (
        <Empty title="No keys yet">
          <p>A program needs one to ask for decisions or rules of an environment.</p>
        </Empty>
      )}
      {list.data && list.data.length > 0 && (
        <Table label="Keys" columns={['Key', 'Environment', 'Made', 'Last used', 'Acts']}>
          {[...list.data].sort(byEnvironment).map((key) => (
            <tr key={key.id}>
              <td>
                <strong>{nameOf(key)}</strong>
                <div className={classes.dim}>
                  {KINDS[key.kind]} key, id <code>{key.id}</code>
                </div>
                {key.endsAt && (
                  <Badge variant="light" color="yellow" tt="none">
                    ends <MomentText at={key.endsAt} />
                  </Badge>
                )}
              </td>
              <td data-label="Environment">{key.environment}</td>
              <td data-label="Made">
                <MomentText at={key.createdAt} /> by {key.createdBy}
              </td>
              <td data-label="Last used">
                <Uses uses={usesOf(key, uses)} known={uses !== undefined} />
              </td>
              <td>
                <div className={classes.acts}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    disabled={key.endsAt !== undefined}
                    title={key.endsAt === undefined ? undefined : 'Another key has taken its place already'}
                    aria-label={`Rotate ${nameOf(key)}`}
                    onClick={() => setAsked({ what: 'rotate', key })}
                  >
                    Rotate
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    color="red"
                    aria-label={`Revoke ${nameOf(key)}`}
                    loading={revoking.isPending && revoking.variables.id === key.id}
                    onClick={() => void revoke(key)}
                  >
                    Revoke
                  </Button>
                </div>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {asked?.what === 'new' && (
        <NewKeyDialog project={project} environments={environments} onClose={() => setAsked(undefined)} />
      )}
      {asked?.what === 'rotate' && (
        <RotateDialog
          project={project}
          rotated={asked.key}
          name={nameOf(asked.key)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Panel>
  );
}

function Uses({ uses, known }: { uses: readonly KeyUse[]; known: boolean }) {
  const [last] = uses;
  if (!known) {
    return <span className={classes.dim}>…</span>;
  }
  if (!last) {
    return <span className={classes.dim}>not since the nodes started</span>;
  }
  const others = new Set(uses.map(({ application }) => application)).size - 1;
  return (
    <>
      <MomentText at={last.lastUsedAt} /> by {last.application}
      {others > 0 && ` and ${others} more`}
    </>
  );
}

function usesOf({ id }: ApiKey, uses: readonly KeyUse[] | undefined): readonly KeyUse[] {
  return (uses ?? []).filter(({ key }) => key === id);
}

function nameOf({ name, kind, environment }: ApiKey): string {
  return name === '' ? `${KINDS[kind]} key of ${environment}` : name;
}

function byEnvironment(a: ApiKey, b: ApiKey): number {
  return (
    a.environment.localeCompare(b.environment) || a.name.localeCompare(b.name) || a.createdAt.localeCompare(b.createdAt)
  );
}
