import { call } from '../../../shared/http';
import type { KeyMade } from './create-key';

/** Makes a key in the place of another, which ends after `overlap`. Only this answer holds the new one. */
export function rotateKey(project: string, id: string, overlap: string, csrf: string | undefined): Promise<KeyMade> {
  return call('POST /projects/{project}/keys/{id}/rotate', { path: { project, id }, body: { overlap }, csrf });
}
