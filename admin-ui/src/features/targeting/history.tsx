import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../shared/keys';
import { Failure } from '../../shared/ui/failure';
import { MomentText } from '../../shared/ui/moment-text';
import { getHistory, type Version } from './api/get-history';
import { DiffLines } from './diff-lines';
import classes from './history.module.css';
import { RevertDialog } from './revert-dialog';

interface Props {
  project: string;
  flag: string;
  environment: string;
  /** Why one may not go back; undefined if one may. */
  forbidden: string | undefined;
}

/** Every kept version of the flag here and of what it is everywhere, newest first, each with its difference and the way back. */
export function History({ project, flag, environment, forbidden }: Props) {
  const [back, setBack] = useState<Version>();
  const history = useInfiniteQuery({
    queryKey: [...keys.targeting(project, flag, environment), 'history'],
    queryFn: ({ pageParam, signal }) =>
      getHistory(project, flag, { ...(pageParam === undefined ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (history.isPending) {
    return <Skeleton height={260} radius={10} />;
  }
  if (history.error) {
    return (
      <Failure what="The history could not be read" error={history.error} onRetry={() => void history.refetch()} />
    );
  }
  const versions = history.data.pages
    .flatMap((page) => page.items)
    .filter((version) => version.document === 'definition' || version.environment === environment);
  const present = (document: Version['document']) =>
    Math.max(0, ...versions.filter((one) => one.document === document).map(({ version }) => version));
  return (
    <>
      <h2 className={classes.title}>What it said before</h2>
      <ol className={classes.list} aria-label={`Versions of ${flag} in ${environment}`}>
        {versions.map((one) => {
          const newest = one.version === present(one.document);
          return (
            <li key={`${one.document} ${one.version}`} className={classes.version}>
              <div className={classes.head}>
                <span className={classes.number}>
                  {one.document === 'definition' ? 'Definition' : environment} {one.version}
                  {newest && <span className={classes.present}>in force</span>}
                </span>
                <span className={classes.who}>
                  <MomentText at={one.at} /> by <strong>{one.actor}</strong>
                </span>
                {!newest && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    disabled={forbidden !== undefined}
                    title={forbidden}
                    onClick={() => setBack(one)}
                  >
                    Go back to {one.document === 'definition' ? 'definition' : 'version'} {one.version}
                  </Button>
                )}
              </div>
              <p className={classes.words}>{one.words}</p>
              {one.comment && <p className={classes.comment}>“{one.comment}”</p>}
              <details className={classes.diff}>
                <summary>What changed</summary>
                <DiffLines diff={one.diff} />
              </details>
            </li>
          );
        })}
      </ol>
      {history.hasNextPage && (
        <Button
          mt="md"
          size="xs"
          variant="default"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          Older versions
        </Button>
      )}
      {back && (
        <RevertDialog
          project={project}
          flag={flag}
          environment={environment}
          to={back}
          present={present(back.document)}
          onClose={() => setBack(undefined)}
        />
      )}
    </>
  );
}
