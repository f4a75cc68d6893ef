import type { Problem } from '../../shared/http';

/** What the server says about one right, wherever in it. */
export function errorAtGrant(problem: Problem | undefined, index: number): string | undefined {
  const place = `/grants/${index}`;
  return problem?.errors.find(({ pointer }) => pointer === place || pointer.startsWith(`${place}/`))?.detail;
}
