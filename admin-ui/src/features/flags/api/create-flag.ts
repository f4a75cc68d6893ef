import { call, type Schema } from '../../../shared/http';

/** Makes a flag; it is disabled in all environments. */
export function createFlag(project: string, flag: Schema<'NewFlag'>, csrf: string) {
  return call('POST /projects/{project}/flags', { path: { project }, body: flag, csrf });
}
