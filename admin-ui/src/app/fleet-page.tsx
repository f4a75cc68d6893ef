import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { FleetView } from '../features/fleet/fleet-view';
import { usePlace, usePlaced } from '../shared/place';
import { PageHead } from '../shared/ui/page-head';

/** The programs that follow an environment, and the nodes that serve it. */
export function FleetPage() {
  const { project, environment } = usePlace();
  const placed = usePlaced();
  return (
    <>
      <PageHead title="Fleet" environmental />
      <FleetView
        key={`${project}/${environment}`}
        project={project}
        environment={environment}
        connect={
          <Button component={Link} to={placed('/connect')}>
            Connect a program
          </Button>
        }
      />
    </>
  );
}
