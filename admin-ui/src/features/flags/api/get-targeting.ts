import { call } from '../../../shared/http';

/** A serve as people write it: a variation, or a split. */
export type Serve = string | { variation: string } | { split: Split };

export interface Split {
  by: string;
  percent: Readonly<Record<string, number>>;
  /** Who is in no percentage gets this; without it, the flag's off variation. */
  rest?: string;
}

/** The targeting of a flag in an environment, as far as this page reads it. */
export interface Targeting {
  enabled: boolean;
  /** Absent: the default of the code. */
  offVariation?: string;
  fallthrough: Serve;
}

/** GET /projects/{project}/flags/{flag}/environments/{environment} */
export function getTargeting(
  project: string,
  flag: string,
  environment: string,
  signal: AbortSignal,
): Promise<Targeting> {
  return call(flagPath(project, flag, environment), { signal });
}

/** The place of a flag in an environment; its acts live below it. */
export function flagPath(project: string, flag: string, environment: string): string {
  const [p, f, e] = [project, flag, environment].map(encodeURIComponent);
  return `/projects/${p}/flags/${f}/environments/${e}`;
}
