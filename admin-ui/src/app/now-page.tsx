import { PageHead } from '../shared/ui/page-head';
import { PlaceLink } from '../shared/ui/place-link';

/** What is going on. */
export function NowPage() {
  return (
    <>
      <PageHead title="Now" />
      <PlaceLink to="/flags">To the flags</PlaceLink>
    </>
  );
}
