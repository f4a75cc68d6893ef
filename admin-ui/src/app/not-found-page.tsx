import { Link } from 'react-router';

export function NotFoundPage() {
  return (
    <>
      <h1>There is no such page</h1>
      <p>
        <Link to="/">To the flags</Link>
      </p>
    </>
  );
}
