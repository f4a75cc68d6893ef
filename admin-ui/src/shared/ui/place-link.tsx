import type { ComponentProps } from 'react';
import { Link } from 'react-router';
import { usePlaced } from '../place';

interface Props extends Omit<ComponentProps<typeof Link>, 'to'> {
  to: string;
  environment?: string;
  project?: string;
}

/** A link to a page of the present project and environment, or of those that are named. */
export function PlaceLink({ to, environment, project, ...rest }: Props) {
  const placed = usePlaced();
  const elsewhere = {
    ...(project === undefined ? {} : { project }),
    ...(environment === undefined ? {} : { env: environment }),
  };
  return <Link to={placed(to, elsewhere)} {...rest} />;
}
