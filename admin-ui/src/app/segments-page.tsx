import { useNavigate } from 'react-router';
import { SegmentList } from '../features/segments/segment-list';
import { usePlace, usePlaced } from '../shared/place';
import { PageHead } from '../shared/ui/page-head';

/** The segments of an environment. */
export function SegmentsPage() {
  const { project, environment } = usePlace();
  const placed = usePlaced();
  const navigate = useNavigate();
  return (
    <>
      <PageHead title="Segments" environmental />
      <SegmentList
        key={`${project}/${environment}`}
        project={project}
        environment={environment}
        onMade={(segment) => void navigate(placed(`/segments/${segment}`))}
      />
    </>
  );
}
