import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { listSegments } from '../features/segments/api/list-segments';
import { SegmentView } from '../features/segments/segment-view';
import { ConditionsForm } from '../features/targeting/conditions-form';
import { keys } from '../shared/keys';
import { usePlace, usePlaced } from '../shared/place';
import { PageHead } from '../shared/ui/page-head';
import { PlaceLink } from '../shared/ui/place-link';
import classes from './segment-page.module.css';

/** One segment: its keys and its rules. */
export function SegmentPage() {
  const { project, environment } = usePlace();
  const { segment = '' } = useParams();
  const placed = usePlaced();
  const navigate = useNavigate();
  const others = useQuery({
    queryKey: keys.segments(project, environment),
    queryFn: ({ signal }) => listSegments(project, environment, signal),
  });
  const names = (others.data ?? []).map(({ key }) => key).filter((key) => key !== segment);
  return (
    <>
      <PageHead
        title={segment}
        environmental
        mark={
          <PlaceLink to="/segments" className={classes.back ?? ''}>
            All segments
          </PlaceLink>
        }
      />
      <SegmentView
        key={`${project}/${environment}/${segment}`}
        project={project}
        environment={environment}
        segment={segment}
        conditions={(props) => <ConditionsForm {...props} segments={names} />}
        onGone={() => void navigate(placed('/segments'))}
      />
    </>
  );
}
