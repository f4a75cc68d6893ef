import { call, type Schema } from '../../../shared/http';

export type MeasureSeries = Schema<'MeasureSeries'>;

/** GET /projects/{project}/environments/{environment}/measures of one flag, by minute. */
export async function getMeasures(
  project: string,
  environment: string,
  flag: string,
  from: Date,
  signal: AbortSignal,
): Promise<MeasureSeries> {
  const measures = await call('GET /projects/{project}/environments/{environment}/measures', {
    path: { project, environment },
    query: { flag, from: from.toISOString(), step: 60 },
    signal,
  });
  if (!('outcomes' in measures)) {
    throw new Error(`the measures of ${flag} are those of no flag`);
  }
  return measures;
}
