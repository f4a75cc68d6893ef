import { addressOf, type Schema } from '../../../shared/http';
import { exchangeRows, type RowType } from '../../../shared/rows';

export type AudienceRow = Schema<'AudienceRow'>;
export type AudienceTotals = Schema<'AudienceTotals'>;

interface Question {
  project: string;
  environment: string;
  flag: string;
  file: Blob;
  type: RowType;
  csrf: string;
  signal: AbortSignal;
}

/** What a flag decides for each context of a file, as the answers come. */
export function askAudience({ project, environment, flag, csrf, ...rest }: Question): AsyncGenerator<AudienceRow[]> {
  return exchangeRows<AudienceRow>({
    address: addressOf('/projects/{project}/environments/{environment}/flags/{flag}/audience', {
      project,
      environment,
      flag,
    }),
    method: 'POST',
    csrf,
    ...rest,
  });
}
