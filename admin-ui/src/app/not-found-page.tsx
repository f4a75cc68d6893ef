import { Empty } from '../shared/ui/empty';
import { PageHead } from '../shared/ui/page-head';
import { PlaceLink } from '../shared/ui/place-link';

export function NotFoundPage() {
  return (
    <>
      <PageHead title="No such page" />
      <Empty title="There is no page at this address" action={<PlaceLink to="/">To what is going on now</PlaceLink>}>
        <p>Links into Sluice keep working when flags are changed, but not when they are deleted.</p>
      </Empty>
    </>
  );
}
