import { Skeleton } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { deedOf } from '../../shared/deeds';
import { keys } from '../../shared/keys';
import { asOf, asOfWords } from '../../shared/known';
import { usePlace } from '../../shared/place';
import { clockTime } from '../../shared/time';
import { ChangeMarks, type Mark } from '../../shared/ui/change-marks';
import { Failure } from '../../shared/ui/failure';
import { Panel } from '../../shared/ui/panel';
import { percent, type RatePoint, RateStrip, rateOf } from '../../shared/ui/rate-strip';
import { useNow } from '../../shared/ui/use-now';
import { count, list } from '../../shared/words';
import { getMeasures, type MeasureSeries } from './api/get-measures';
import type { Change } from './api/list-changes';
import { anchorOf } from './change-line';
import classes from './error-rate.module.css';
import { useChanges } from './use-changes';

const SPAN_MILLIS = 60 * 60_000;
const STEP_MILLIS = 60_000;
const REFRESH_MILLIS = 15_000;
/** Measures are asked for flag by flag: of those that were changed last. */
const MOST_FLAGS = 8;

/** How many guarded calls failed in the last hour, with the changes of that hour as marks on it. */
export function ErrorRate() {
  const { project, environment } = usePlace();
  const now = useNow();
  const to = Math.ceil(now.getTime() / STEP_MILLIS) * STEP_MILLIS;
  const from = to - SPAN_MILLIS;
  const changes = useChanges();
  const here = (changes.data ?? []).filter(
    (change) => change.project === project && change.environment === environment,
  );
  const flags = [...new Set(here.flatMap(({ flag }) => (flag === null ? [] : [flag])))].slice(0, MOST_FLAGS);
  const measures = useQueries({
    queries: flags.map((flag) => ({
      queryKey: keys.lately(project, environment, flag),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        getMeasures(project, environment, flag, new Date(Date.now() - SPAN_MILLIS), signal),
      refetchInterval: REFRESH_MILLIS,
    })),
  });
  const series = measures.flatMap(({ data }) => (data ? [data] : []));
  const points = pointsOf(series);
  const told = series.filter(({ outcomes }) => outcomes.length > 0).map(({ flag }) => flag);
  const calls = points.reduce((sum, point) => sum + point.calls, 0);
  const errors = points.reduce((sum, point) => sum + point.errors, 0);
  const marks = here.map(markOf);
  const reading = changes.isPending || measures.some(({ isPending }) => isPending);
  // What can't be read says nothing, and old numbers are not those of the last hour.
  const unread = flags.filter((_, n) => measures[n]?.error && !measures[n]?.data);
  const then = [changes, ...measures].map((one) => asOf(one, now)).find((at) => at !== undefined);
  const lead = [
    unread.length > 0 && `What was counted for ${list(unread)} can’t be read.`,
    (unread.length === 0 || unread.length < flags.length) && leadOf(flags.length - unread.length, told, calls, errors),
    then && `This is ${asOfWords(then, now)}.`,
  ];
  if (changes.error && !changes.data) {
    return <Failure what={`It is not known which flags of ${environment} were changed lately`} error={changes.error} />;
  }
  return (
    <Panel
      title={`Errors in ${environment}, last hour`}
      lead={reading ? 'Reading what was counted.' : lead.filter(Boolean).join(' ')}
    >
      {reading ? (
        <Skeleton className={classes.waiting ?? ''} />
      ) : (
        <>
          <RateStrip
            label={
              calls === 0
                ? 'No guarded call was counted'
                : `Share of guarded calls that failed, by minute: ${percent(rateOf({ at: 0, calls, errors }))} of all`
            }
            from={from}
            to={to}
            stepMillis={STEP_MILLIS}
            points={points.filter(({ at }) => at >= from)}
          >
            <ChangeMarks from={from} to={to} marks={marks} />
          </RateStrip>
          <div className={classes.axis} aria-hidden="true">
            <span>{clockTime(new Date(from))}</span>
            <span>{clockTime(new Date(from + SPAN_MILLIS / 2))}</span>
            <span>now</span>
          </div>
        </>
      )}
      <Table points={points} />
    </Panel>
  );
}

/** The same in numbers; as high with many as with none, for below it one clicks. */
function Table({ points }: { points: readonly RatePoint[] }) {
  return (
    <details className={classes.table}>
      <summary>As a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
      <section className={classes.numbers} tabIndex={0} aria-label="Guarded calls by minute">
        <table>
          <thead>
            <tr>
              <th scope="col">Minute</th>
              <th scope="col">Calls</th>
              <th scope="col">Errors</th>
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {points
              .filter(({ calls }) => calls > 0)
              .map((point) => (
                <tr key={point.at}>
                  <td>{clockTime(new Date(point.at))}</td>
                  <td>{point.calls}</td>
                  <td>{point.errors}</td>
                  <td>{percent(rateOf(point))}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

/** All arms of all these flags together, by minute. */
function pointsOf(series: readonly MeasureSeries[]): readonly RatePoint[] {
  const byTime = new Map<number, RatePoint>();
  for (const { at, successes, errors } of series.flatMap(({ outcomes }) => outcomes.flatMap(({ points }) => points))) {
    const failed = Object.values(errors).reduce((sum, some) => sum + some, 0);
    const time = Date.parse(at);
    const before = byTime.get(time) ?? { at: time, calls: 0, errors: 0 };
    byTime.set(time, { at: time, calls: before.calls + successes + failed, errors: before.errors + failed });
  }
  return [...byTime.values()].sort((a, b) => a.at - b.at);
}

function markOf(change: Change): Mark {
  const { at, actor, action, flag, emergency } = change;
  return {
    id: anchorOf(change),
    at: Date.parse(at),
    words: `${clockTime(new Date(at))}: ${actor} ${deedOf(action)} ${flag ?? ''}`.trim(),
    calm: emergency,
  };
}

function leadOf(flags: number, told: readonly string[], calls: number, errors: number): string {
  if (flags === 0) {
    return 'No flag was changed here lately, so there is nothing to compare with.';
  }
  if (calls === 0) {
    return `Dots are changes. No program reports outcomes of ${count(flags, 'flag')} changed here: those that call FlagClient.guarded or track show up here.`;
  }
  return `${errors.toLocaleString('en')} of ${calls.toLocaleString('en')} guarded calls of ${list(told)} failed. Dots are changes.`;
}
