import { call, type Schema } from '../../../shared/http';

/** What an act answers with. */
export type Acted = Schema<'Acted'>;

/** POST …/on, POST …/off: enables or disables. */
export function switchFlag(project: string, flag: string, environment: string, enable: boolean, csrf: string) {
  const act = enable ? 'on' : 'off';
  return call(`POST /projects/{project}/flags/{flag}/environments/{environment}/${act}`, {
    path: { project, flag, environment },
    csrf,
  });
}
