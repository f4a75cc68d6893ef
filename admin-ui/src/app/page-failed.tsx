import { Button } from '@mantine/core';
import { useRouteError } from 'react-router';
import { Empty } from '../shared/ui/empty';

/** Stands in for a page whose code does not come, or does not work. */
export function PageFailed() {
  const error = useRouteError();
  return (
    <Empty
      title="This page could not be shown"
      action={<Button onClick={() => window.location.reload()}>Load it anew</Button>}
    >
      <p>
        The server may have been renewed since you opened Sluice. Nothing was changed by this, and running programs go
        on.
      </p>
      <p>{error instanceof Error ? error.message : String(error)}</p>
    </Empty>
  );
}
