import { Badge, Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { notDone, type Schema } from '../../shared/http';
import { keys } from '../../shared/keys';
import { useConfirm } from '../../shared/ui/confirm';
import { Dialog } from '../../shared/ui/dialog';
import { Empty } from '../../shared/ui/empty';
import { Failure } from '../../shared/ui/failure';
import { MomentText } from '../../shared/ui/moment-text';
import { useNotice } from '../../shared/ui/notices';
import { Panel } from '../../shared/ui/panel';
import { Table } from '../../shared/ui/table';
import classes from './access.module.css';
import { changeUser, type UserChange } from './api/change-user';
import { deleteUser } from './api/delete-user';
import { listUsers, type User } from './api/list-users';
import { makeUserLink } from './api/make-user-link';
import { grantWords } from './grant-words';
import { ShownOnce, UNTIL_PUT_AWAY } from './shown-once';
import { UserDialog } from './user-dialog';

interface Props {
  projects: readonly Schema<'Project'>[];
  /** Who is signed in: one may not take away one's own rights by accident. */
  self: string;
}

type Asked = { what: 'new' } | { what: 'rights'; user: User } | { what: 'link'; user: User; link: string };

/** Who may sign in, and what they may do. */
export function PeoplePanel({ projects, self }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const confirm = useConfirm();
  const notice = useNotice();
  const [asked, setAsked] = useState<Asked>();
  const list = useQuery({ queryKey: keys.users, queryFn: ({ signal }) => listUsers(signal) });
  const again = () => client.invalidateQueries({ queryKey: keys.users });
  const changing = useMutation({
    mutationFn: ({ user, change }: { user: User; change: UserChange }) => changeUser(user, change, csrf),
    onError: (error, { user }) => notice({ tone: 'bad', words: notDone(user.name, 'changed', error) }),
    onSettled: again,
  });
  const deleting = useMutation({
    mutationFn: (user: User) => deleteUser(user, csrf),
    onSuccess: (_, user) => notice({ tone: 'good', words: `${user.name} is removed; their sessions are over.` }),
    onError: (error, user) => notice({ tone: 'bad', words: notDone(user.name, 'removed', error) }),
    onSettled: again,
  });
  const linking = useMutation({
    mutationFn: (user: User) => makeUserLink(user.name, csrf),
    onSuccess: (link, user) => setAsked({ what: 'link', user, link }),
    onError: (error, user) => notice({ tone: 'bad', words: `There is no link for ${user.name}: ${error.message}` }),
  });

  const shutOut = async (user: User) => {
    const sure = await confirm({
      title: `Keep ${user.name} out?`,
      words:
        'Their sessions and links end at once, on every node. Their name, rights and password stay for when they come back.',
      act: `Keep ${user.name} out`,
      destructive: true,
    });
    if (sure) {
      changing.mutate({ user, change: { active: false } });
    }
  };
  const remove = async (user: User) => {
    const sure = await confirm({
      title: `Remove ${user.name}?`,
      words:
        'Their account, rights and password are gone for good, and their sessions over. The audit log keeps what they did.',
      act: `Remove ${user.name}`,
      destructive: true,
      typed: user.name,
    });
    if (sure) {
      deleting.mutate(user);
    }
  };

  return (
    <Panel
      title="People"
      lead="You see and manage those all of whose rights lie where you are an administrator."
      aside={
        <Button size="xs" onClick={() => setAsked({ what: 'new' })}>
          Invite somebody
        </Button>
      }
    >
      {list.isPending && <Skeleton height={160} />}
      {list.error && !list.data && (
        <Failure what="The people could not be read" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data?.length === 0 && (
        <Empty title="Nobody yet">
          <p>Who is invited gets a link that signs them in once; then they set a password.</p>
        </Empty>
      )}
      {list.data && list.data.length > 0 && (
        <Table label="People" columns={['Name', 'Rights', 'Made', 'Acts']}>
          {list.data.map((user) => (
            <tr key={user.name}>
              <td>
                <strong>{user.displayName === '' ? user.name : user.displayName}</strong>{' '}
                {!user.active && (
                  <Badge variant="light" color="gray" tt="none">
                    kept out
                  </Badge>
                )}
                <div className={classes.dim}>
                  {user.name}
                  {user.name === self && ', you'}
                  {user.passwordSet ? '' : ', signs in by links only'}
                </div>
              </td>
              <td data-label="Rights">
                <ul className={classes.grants}>
                  {user.grants.length === 0 && <li className={classes.dim}>none</li>}
                  {user.grants.map((grant) => (
                    <li key={grantWords(grant)}>{grantWords(grant)}</li>
                  ))}
                </ul>
              </td>
              <td data-label="Made">
                <MomentText at={user.createdAt} /> by {user.createdBy}
              </td>
              <td>
                <div className={classes.acts}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Change the rights of ${user.name}`}
                    onClick={() => setAsked({ what: 'rights', user })}
                  >
                    Rights
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`New link for ${user.name}`}
                    loading={linking.isPending && linking.variables.name === user.name}
                    onClick={() => linking.mutate(user)}
                  >
                    New link
                  </Button>
                  {user.name !== self &&
                    (user.active ? (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`Keep ${user.name} out`}
                        onClick={() => void shutOut(user)}
                      >
                        Keep out
                      </Button>
                    ) : (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`Let ${user.name} in again`}
                        onClick={() => changing.mutate({ user, change: { active: true } })}
                      >
                        Let in
                      </Button>
                    ))}
                  {user.name !== self && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`Remove ${user.name}`}
                      onClick={() => void remove(user)}
                    >
                      Remove
                    </Button>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {asked?.what === 'new' && <UserDialog projects={projects} onClose={() => setAsked(undefined)} />}
      {asked?.what === 'rights' && (
        <UserDialog projects={projects} user={asked.user} onClose={() => setAsked(undefined)} />
      )}
      {asked?.what === 'link' && (
        <Dialog title={`A link for ${asked.user.name}`} onClose={() => setAsked(undefined)} stays={UNTIL_PUT_AWAY}>
          <ShownOnce label={`The link for ${asked.user.name}`} value={asked.link} onClose={() => setAsked(undefined)}>
            <p>It signs one browser in, once, within 24 hours; then they may set a new password.</p>
          </ShownOnce>
        </Dialog>
      )}
    </Panel>
  );
}
