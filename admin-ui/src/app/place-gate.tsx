import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { listProjects, type Project } from '../features/projects/api/list-projects';
import { keys } from '../shared/keys';
import { inOrder, type Place } from '../shared/place';
import { Empty } from '../shared/ui/empty';
import { Failure } from '../shared/ui/failure';
import classes from './place-gate.module.css';

/** Projects and environments are made seldom, and not told of by events. */
const REFRESH_MILLIS = 60_000;
const AGAIN_MILLIS = 3_000;

/** The projects that one may see. */
export function useProjects() {
  return useQuery({
    queryKey: keys.places,
    queryFn: ({ signal }) => listProjects(signal),
    refetchInterval: (query) => (query.state.status === 'error' ? AGAIN_MILLIS : REFRESH_MILLIS),
  });
}

/** Shows its children once it is known where one is: the address says it, or the first of what there is is meant. */
export function PlaceGate({ children }: { children: (place: Place) => ReactNode }) {
  const projects = useProjects();
  const [search] = useSearchParams();
  if (!projects.data) {
    return (
      <main className={classes.gate}>
        {projects.error ? (
          <Failure
            what="The projects could not be read"
            error={projects.error}
            onRetry={() => void projects.refetch()}
          />
        ) : (
          <div role="status" aria-label="Reading the projects">
            <Skeleton height={56} mb={16} />
            <Skeleton height={320} />
          </div>
        )}
      </main>
    );
  }
  const place = placeOf(projects.data, search.get('project'), search.get('env'));
  return 'missing' in place ? <Missing {...place} /> : children(place);
}

type Nowhere = { missing: string; ways: readonly { name: string; to: string }[] };

function placeOf(projects: readonly Project[], wanted: string | null, env: string | null): Place | Nowhere {
  const project = wanted === null ? projects[0] : projects.find(({ key }) => key === wanted);
  if (!project) {
    const missing = wanted === null ? 'You see no project yet' : `There is no project ${wanted} that you may see`;
    return {
      missing,
      ways: projects.map(({ key }) => ({ name: key, to: `?${new URLSearchParams({ project: key })}` })),
    };
  }
  const environments = inOrder(project.environments);
  const environment = env === null ? environments[0] : environments.find(({ key }) => key === env);
  if (!environment) {
    const missing =
      env === null ? `You see no environment of ${project.key} yet` : `${project.key} has no environment ${env}`;
    const to = (key: string) => `?${new URLSearchParams({ project: project.key, env: key })}`;
    return { missing, ways: environments.map(({ key }) => ({ name: key, to: to(key) })) };
  }
  return { project: project.key, environment: environment.key, environments };
}

/** Never shows another environment than the one that was asked for: somebody might act there. */
function Missing({ missing, ways }: Nowhere) {
  return (
    <main className={classes.gate}>
      <Empty
        title={missing}
        action={ways.map(({ name, to }) => (
          <Button key={to} component={Link} to={to} variant="default" mr="xs">
            {name}
          </Button>
        ))}
      >
        <p>{ways.length === 0 ? 'An administrator can give you a role in one.' : 'These there are:'}</p>
      </Empty>
    </main>
  );
}
