import { call, type Schema } from '../../../shared/http';

const ROUTE = 'GET /projects/{project}/environments/{environment}/measures';

/** What SDKs reported of one flag: from so many seconds ago until now, in steps of so many. */
export async function getMeasures(
  project: string,
  environment: string,
  flag: string,
  { seconds, step }: { seconds: number; step: number },
  signal: AbortSignal,
): Promise<Schema<'MeasureSeries'>> {
  const to = new Date();
  const from = new Date(to.getTime() - seconds * 1_000);
  const query = { flag, from: from.toISOString(), to: to.toISOString(), step };
  return (await call(ROUTE, { path: { project, environment }, query, signal })) as Schema<'MeasureSeries'>;
}

/** When each flag of the environment was last evaluated and declared. */
export async function getFlagUses(
  project: string,
  environment: string,
  signal: AbortSignal,
): Promise<Schema<'FlagUses'>> {
  return (await call(ROUTE, { path: { project, environment }, signal })) as Schema<'FlagUses'>;
}
