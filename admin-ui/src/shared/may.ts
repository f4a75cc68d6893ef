import { createContext, useContext } from 'react';
import type { Schema } from './http';
import { usePlace } from './place';

/** What people do to flags; each asks for a role of its own. */
export type Permission = 'view' | 'edit' | 'release' | 'admin';

/** Whether somebody may do something, and else why not. */
export type May = { may: true } | { may: false; why: string };

type Grant = Schema<'Grant'>;
type Role = Grant['role'];

const NEEDS: Readonly<Record<Permission, Role>> = {
  view: 'viewer',
  edit: 'editor',
  release: 'releaser',
  admin: 'admin',
};
/** Each may do everything that the ones before it may. */
const ROLES: readonly Role[] = ['viewer', 'editor', 'releaser', 'admin'];
const ALL = '*';

/** The rights of who is signed in. */
export const GrantsContext = createContext<readonly Grant[]>([]);

/** Whether one may do this in an environment of the present project; without one, in the whole project. */
export function useMay(permission: Permission, environment: string = ALL): May {
  const { project } = usePlace();
  return may(useContext(GrantsContext), permission, project, environment);
}

/** The same of any project; `undefined` for what its environments share. */
export function useMayIn(permission: Permission, project: string, environment: string | undefined): May {
  return may(useContext(GrantsContext), permission, project, environment ?? ALL);
}

/** Whether one may do this to what belongs to no project, such as users. */
export function useMayEverywhere(permission: Permission): May {
  return may(useContext(GrantsContext), permission, ALL, ALL);
}

/** What the server will say, before it is asked. */
export function may(grants: readonly Grant[], permission: Permission, project: string, environment: string): May {
  const covering = grants.filter(
    (grant) =>
      (grant.project === ALL || grant.project === project) &&
      (grant.environment === ALL || grant.environment === environment),
  );
  const highest = Math.max(-1, ...covering.map(({ role }) => ROLES.indexOf(role)));
  const needed = NEEDS[permission];
  if (highest >= ROLES.indexOf(needed)) {
    return { may: true };
  }
  const place = project === ALL ? 'everywhere' : environment === ALL ? `in all of ${project}` : `in ${environment}`;
  const role = ROLES[highest];
  const have = role === undefined ? 'you have no role there' : `you are ${article(role)} ${role} there`;
  return { may: false, why: `Needs the role ${needed} ${place}; ${have}.` };
}

function article(role: Role): string {
  return role === 'editor' || role === 'admin' ? 'an' : 'a';
}
