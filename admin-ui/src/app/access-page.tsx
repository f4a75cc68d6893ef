import { useContext } from 'react';
import { KeysPanel } from '../features/access/keys-panel';
import { PeoplePanel } from '../features/access/people-panel';
import { TokensPanel } from '../features/access/tokens-panel';
import { useAttempts } from '../features/connect/use-attempts';
import { useSession } from '../features/session/session';
import { YouPanel } from '../features/session/you-panel';
import { GrantsContext, useMay } from '../shared/may';
import { usePlace } from '../shared/place';
import { PageHead } from '../shared/ui/page-head';
import { Panel } from '../shared/ui/panel';
import { useProjects } from './place-gate';

/** How often to look who comes with which key. */
const LOOK_MILLIS = 10_000;

/** Who may come in: programs by keys, people, and scripts by tokens. */
export function AccessPage() {
  const { project, environments } = usePlace();
  const { user } = useSession();
  const projects = useProjects().data ?? [];
  const may = useMay('admin');
  const attempts = useAttempts(project, may.may, LOOK_MILLIS);
  // People and tokens are shown to everybody who is an administrator of something, as far as that reaches.
  const isAdmin = useContext(GrantsContext).some(({ role }) => role === 'admin');
  return (
    <>
      <PageHead title="Access" />
      <YouPanel />
      {may.may ? (
        <KeysPanel project={project} environments={environments.map(({ key }) => key)} uses={attempts.data?.uses} />
      ) : (
        <Panel title="Keys">
          <p>{may.why}</p>
        </Panel>
      )}
      {isAdmin ? (
        <>
          <PeoplePanel projects={projects} self={user} />
          <TokensPanel projects={projects} />
        </>
      ) : (
        <Panel title="People and API tokens">
          <p>They are managed by administrators; you are none.</p>
        </Panel>
      )}
    </>
  );
}
