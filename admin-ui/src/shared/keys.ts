/** The keys under which server data is cached: what is a prefix of another is refreshed with it. */
export const keys = {
  session: ['session'] as const,
  project: (project: string) => ['projects', project] as const,
  flags: (project: string) => ['projects', project, 'flags'] as const,
  targeting: (project: string, flag: string, environment: string) =>
    ['projects', project, 'flags', flag, environment] as const,
  attempts: (project: string) => ['projects', project, 'attempts'] as const,
  apiKeys: (project: string) => ['projects', project, 'keys'] as const,
  segments: (project: string, environment: string) => ['projects', project, 'segments', environment] as const,
  segment: (project: string, environment: string, segment: string) =>
    ['projects', project, 'segments', environment, segment] as const,
  /** The context as JSON: the keys themselves can hold no bigint. */
  why: (project: string, environment: string, flag: string, context: string) =>
    ['projects', project, 'why', environment, flag, context] as const,
  fleet: (project: string, environment: string) => ['projects', project, 'fleet', environment] as const,
  lately: (project: string, environment: string, flag: string) =>
    ['projects', project, 'lately', environment, flag] as const,
  audit: (project: string) => ['projects', project, 'audit'] as const,
  users: ['users'] as const,
  tokens: ['tokens'] as const,
  auditChain: (project: string) => ['chain', project] as const,
  /** The projects that one may see, with their environments. */
  places: ['places'] as const,
  /** The latest changes of all projects. */
  changes: ['changes'] as const,
  arrivals: (project: string) => ['arrivals', project] as const,
};
