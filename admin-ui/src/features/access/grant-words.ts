import type { Grant } from './api/list-users';

/** "releaser in demo/production", "editor in all of demo", "admin everywhere". */
export function grantWords({ project, environment, role }: Grant): string {
  if (project === '*') {
    return environment === '*' ? `${role} everywhere` : `${role} in ${environment} of every project`;
  }
  return environment === '*' ? `${role} in all of ${project}` : `${role} in ${project}/${environment}`;
}

/** What each role may do beyond the ones before it. */
export const roles: readonly { value: Grant['role']; label: string; may: string }[] = [
  { value: 'viewer', label: 'viewer', may: 'looks' },
  { value: 'editor', label: 'editor', may: 'prepares: definitions, segments, disabled flags' },
  { value: 'releaser', label: 'releaser', may: 'changes what is in force' },
  { value: 'admin', label: 'admin', may: 'makes environments and keys, gives rights' },
];
