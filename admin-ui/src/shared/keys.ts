/** The keys under which server data is cached: what is a prefix of another is refreshed with it. */
export const keys = {
  session: ['session'] as const,
  project: (project: string) => ['projects', project] as const,
  flags: (project: string) => ['projects', project, 'flags'] as const,
  targeting: (project: string, flag: string, environment: string) =>
    ['projects', project, 'flags', flag, environment] as const,
  fleet: (project: string, environment: string) => ['projects', project, 'fleet', environment] as const,
  audit: (project: string) => ['projects', project, 'audit'] as const,
  /** The projects that one may see, with their environments. */
  places: ['places'] as const,
  /** The latest changes of all projects. */
  changes: ['changes'] as const,
  arrivals: (project: string) => ['arrivals', project] as const,
};
