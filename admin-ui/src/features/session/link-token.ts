const PREFIX = '#link=';

/**
 * Takes the token of a one-time link out of the address bar, so that it stays neither there nor in the history.
 * A fragment never reaches the server by itself: that is why the link has it there.
 */
export function takeLinkToken(location: Location, history: History): string | undefined {
  if (!location.hash.startsWith(PREFIX)) {
    return undefined;
  }
  const token = decodeURIComponent(location.hash.slice(PREFIX.length));
  history.replaceState(history.state, '', location.pathname + location.search);
  return token === '' ? undefined : token;
}
