import { SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { keys } from '../../shared/keys';
import { Failure } from '../../shared/ui/failure';
import { MomentText } from '../../shared/ui/moment-text';
import { VariationMark } from '../../shared/ui/variation-mark';
import { getFlagUses, getMeasures } from './api/get-measures';
import { type Usage, usageOf } from './model/usage';
import classes from './usage-panel.module.css';

const UsageChart = lazy(async () => ({ default: (await import('./usage-chart')).UsageChart }));

interface Props {
  project: string;
  environment: string;
  flag: string;
  variations: readonly string[];
  off: string | undefined;
}

/** How far back, how finely, and how often it is read again. The server keeps minutes for twelve hours. */
const SPANS = {
  short: { label: '5 minutes', seconds: 300, step: 10, againMillis: 10_000 },
  long: { label: '12 hours', seconds: 12 * 3_600 - 120, step: 600, againMillis: 60_000 },
} as const;

/** Does it do anything? What running programs reported of the flag. */
export function UsagePanel({ project, environment, flag, variations, off }: Props) {
  const [span, setSpan] = useState<keyof typeof SPANS>('short');
  const { seconds, step, againMillis, label } = SPANS[span];
  const measures = useQuery({
    queryKey: [...keys.targeting(project, flag, environment), 'measures', span],
    queryFn: ({ signal }) => getMeasures(project, environment, flag, { seconds, step }, signal),
    refetchInterval: againMillis,
  });
  const uses = useQuery({
    queryKey: [...keys.project(project), 'uses', environment],
    queryFn: ({ signal }) => getFlagUses(project, environment, signal),
    refetchInterval: SPANS.long.againMillis,
  });
  const use = uses.data?.items.find((one) => one.flag === flag);
  const usage = measures.data && usageOf(measures.data, variations);
  return (
    <div className={classes.panel}>
      <header className={classes.head}>
        <h2>Does it do anything in {environment}?</h2>
        <SegmentedControl
          size="xs"
          aria-label="How far back"
          value={span}
          onChange={(value) => setSpan(value as keyof typeof SPANS)}
          data={Object.entries(SPANS).map(([value, one]) => ({ value, label: one.label }))}
        />
      </header>
      {uses.data && (
        <p className={classes.last}>
          {use?.lastEvaluatedAt ? (
            <>
              Last evaluated <MomentText at={use.lastEvaluatedAt} />.
            </>
          ) : (
            'No running program has evaluated it here, as far as is known.'
          )}
          {use?.lastDeclaredAt && (
            <>
              {' '}
              Code told of it <MomentText at={use.lastDeclaredAt} />.
            </>
          )}
        </p>
      )}
      {measures.error && (
        <Failure what="The measures could not be read" error={measures.error} onRetry={() => void measures.refetch()} />
      )}
      {measures.isPending && <Skeleton height={300} radius={10} />}
      {usage && usage.total === 0 && (
        <p className={classes.empty}>
          No evaluation was reported in the last {label}. SDKs report every ten seconds or so; a flag that nobody asks
          for has nothing to show.
        </p>
      )}
      {usage && usage.total > 0 && (
        <>
          <Suspense fallback={<Skeleton height={240} radius={10} />}>
            <UsageChart usage={usage} stepSeconds={step} variations={variations} off={off} />
          </Suspense>
          <UsageTable usage={usage} variations={variations} off={off} label={label} />
        </>
      )}
      {measures.data && measures.data.applications.length > 0 && (
        <table className={classes.table}>
          <caption>By application, in the last 90 days</caption>
          <thead>
            <tr>
              <th scope="col">Application</th>
              <th scope="col">Last used</th>
            </tr>
          </thead>
          <tbody>
            {measures.data.applications.map(({ application, lastUsedAt }) => (
              <tr key={application}>
                <th scope="row">{application || 'without a name'}</th>
                <td>
                  <MomentText at={lastUsedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

interface TableProps {
  usage: Usage;
  variations: readonly string[];
  off: string | undefined;
  label: string;
}

function UsageTable({ usage, variations, off, label }: TableProps) {
  const share = (count: number) => `${((count / usage.total) * 100).toFixed(count === usage.total ? 0 : 1)} %`;
  return (
    <div className={classes.tables}>
      <table className={classes.table}>
        <caption>Evaluations in the last {label}, by variation</caption>
        <thead>
          <tr>
            <th scope="col">Variation</th>
            <th scope="col">Evaluations</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {usage.variations.map(({ variation, count }) => (
            <tr key={variation}>
              <th scope="row">
                <VariationMark variation={variation ?? undefined} variations={variations} off={off} />
              </th>
              <td>{count.toLocaleString('en')}</td>
              <td>{share(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={classes.table}>
        <caption>By what decided</caption>
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Evaluations</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {usage.places.map(({ place, count }) => (
            <tr key={place}>
              <th scope="row">{placeWords(place)}</th>
              <td>{count.toLocaleString('en')}</td>
              <td>{share(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function placeWords(place: string): string {
  return { fallthrough: 'Everyone else', target: 'Individuals', disabled: 'While it was disabled' }[place] ?? place;
}
