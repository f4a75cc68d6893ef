import { call } from '../../../shared/http';

/** A running program that is connected to this environment. */
export interface Instance {
  instance: string;
  application: string;
  sdk: string;
  node: string;
  /** Null for one that polls or is lost. */
  session: string | null;
  connectedAt: string;
  acked: { epoch: string; revision: number; hash: string } | null;
  /** How many revisions it has yet to acknowledge; null before its first acknowledgement. */
  behind: number | null;
  lost: boolean;
  notUnderstood: readonly unknown[];
}

/** GET /projects/{project}/environments/{environment}/fleet */
export async function listInstances(
  project: string,
  environment: string,
  signal: AbortSignal,
): Promise<readonly Instance[]> {
  const path = `/projects/${encodeURIComponent(project)}/environments/${encodeURIComponent(environment)}/fleet`;
  return (await call<{ items: Instance[] }>(path, { signal })).items;
}
