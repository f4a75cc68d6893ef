import { call } from '../../../shared/http';
import { flagPath } from './get-targeting';

/** What an act answers with. */
export interface Acted {
  revision: number;
  environment: string;
  flag: string;
  changed: boolean;
  enabled: boolean;
  /** Who gets what now, in words. */
  note: string;
}

/** POST …/on, POST …/off: enables or disables. */
export function switchFlag(
  project: string,
  flag: string,
  environment: string,
  enable: boolean,
  csrf: string,
): Promise<Acted> {
  return call(`${flagPath(project, flag, environment)}/${enable ? 'on' : 'off'}`, { method: 'POST', csrf });
}
