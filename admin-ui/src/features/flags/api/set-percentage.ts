import { call } from '../../../shared/http';
import { type Thousandths, toPercent } from '../../../shared/thousandths';

export interface PercentageChange {
  variation: string;
  thousandths: Thousandths;
  /** Also enables the flag; without it a disabled flag stays disabled. */
  enable: boolean;
}

/** PUT …/percentage of the fallthrough. */
export function setPercentage(
  project: string,
  flag: string,
  environment: string,
  { variation, thousandths, enable }: PercentageChange,
  csrf: string,
) {
  return call('PUT /projects/{project}/flags/{flag}/environments/{environment}/percentage', {
    path: { project, flag, environment },
    body: { variation, percentage: toPercent(thousandths), ...(enable ? { enable } : {}) },
    csrf,
  });
}
