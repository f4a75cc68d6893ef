import { addressOf, type Schema } from '../../../shared/http';
import { type RowType, uploadRows } from '../../../shared/rows';

export type MembersChanged = Schema<'MembersChanged'>;
export type MemberList = MembersChanged['list'];

interface Change {
  project: string;
  environment: string;
  segment: string;
  list: MemberList;
  act: 'add' | 'remove';
  rows: Blob;
  type: RowType;
  csrf: string;
}

/** Adds keys to a segment or removes them, all or nothing, and tells how much of them has gone. */
export function changeMembers(change: Change, onShare: (share: number) => void): Promise<MembersChanged> {
  const { project, environment, segment, list, act, rows, type, csrf } = change;
  return uploadRows<MembersChanged>(
    {
      address: addressOf(
        '/projects/{project}/environments/{environment}/segments/{segment}/members',
        { project, environment, segment },
        { list },
      ),
      method: act === 'add' ? 'POST' : 'DELETE',
      file: rows,
      type,
      csrf,
    },
    onShare,
  );
}
