import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../shared/keys';
import { useMay } from '../../shared/may';
import { Allowed } from '../../shared/ui/allowed';
import { Empty } from '../../shared/ui/empty';
import { Failure } from '../../shared/ui/failure';
import { MomentText } from '../../shared/ui/moment-text';
import { Panel } from '../../shared/ui/panel';
import { PlaceLink } from '../../shared/ui/place-link';
import { Table } from '../../shared/ui/table';
import { count } from '../../shared/words';
import { listSegments, type SegmentSummary } from './api/list-segments';
import { NewSegmentDialog } from './new-segment-dialog';
import classes from './segments.module.css';

interface Props {
  project: string;
  environment: string;
  onMade(segment: string): void;
}

/** Segments have no event of their own in lists that are cached; somebody may make one by REST. */
const REFRESH_MILLIS = 15_000;

/** The named groups of an environment. */
export function SegmentList({ project, environment, onMade }: Props) {
  const may = useMay('edit', environment);
  const [making, setMaking] = useState(false);
  const list = useQuery({
    queryKey: keys.segments(project, environment),
    queryFn: ({ signal }) => listSegments(project, environment, signal),
    refetchInterval: REFRESH_MILLIS,
  });
  const make = (
    <Allowed may={may}>
      {(props) => (
        <Button size="xs" onClick={() => setMaking(true)} {...props}>
          Make a segment
        </Button>
      )}
    </Allowed>
  );
  return (
    <Panel
      title={list.data ? count(list.data.length, 'segment') : 'Segments'}
      lead={`Named groups of users in ${environment}, for rules of any flag to speak of.`}
      aside={list.data && list.data.length > 0 ? make : undefined}
    >
      {list.isPending && <Skeleton height={160} />}
      {list.error && !list.data && (
        <Failure what="The segments could not be read" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data?.length === 0 && (
        <Empty title={`No segments in ${environment} yet`} action={make}>
          <p>Put your own people into one, say by the end of their mail address, and let them try things first.</p>
        </Empty>
      )}
      {list.data && list.data.length > 0 && (
        <Table label="Segments" columns={['Segment', 'Members', 'Last change']}>
          {list.data.map((segment) => (
            <tr key={segment.key}>
              <td>
                <PlaceLink className={classes.name ?? ''} to={`/segments/${segment.key}`}>
                  {segment.key}
                </PlaceLink>
                <div className={classes.dim}>{segment.description}</div>
              </td>
              <td data-label="Members">{membersWords(segment)}</td>
              <td data-label="Last change">
                <MomentText at={segment.lastChange.at} /> by {segment.lastChange.actor}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {making && (
        <NewSegmentDialog
          project={project}
          environment={environment}
          onClose={() => setMaking(false)}
          onMade={onMade}
        />
      )}
    </Panel>
  );
}

function membersWords({ included, excluded, rules }: SegmentSummary): string {
  const parts = [
    included > 0 ? `${count(included, 'key')} included` : '',
    rules > 0 ? count(rules, 'rule') : '',
    excluded > 0 ? `${count(excluded, 'key')} excluded` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'nobody yet' : parts.join(', ');
}
