import { call } from '../../../shared/http';
import { type Thousandths, toPercent } from '../../../shared/thousandths';
import { flagPath } from './get-targeting';
import type { Acted } from './switch-flag';

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
): Promise<Acted> {
  return call(`${flagPath(project, flag, environment)}/percentage`, {
    method: 'PUT',
    body: { variation, percentage: toPercent(thousandths), ...(enable ? { enable } : {}) },
    csrf,
  });
}
