import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { countLines, rowTypeOf } from '../../shared/rows';
import { Failure } from '../../shared/ui/failure';
import { FileDrop } from '../../shared/ui/file-drop';
import { Panel } from '../../shared/ui/panel';
import { Table } from '../../shared/ui/table';
import { count } from '../../shared/words';
import { askAudience } from './api/ask-audience';
import { MOST_SAMPLES, nothingYet, type Tally, tallied } from './tally';
import classes from './why.module.css';

interface Props {
  project: string;
  environment: string;
  flags: readonly string[];
  flag: string | undefined;
  onFlag(flag: string): void;
}

const number = new Intl.NumberFormat('en');
/** So often the page is drawn anew while rows come in. */
const DRAW_MILLIS = 100;

/** A list of one's own: who of them gets what. */
export function Audience({ project, environment, flags, flag, onFlag }: Props) {
  const csrf = useCsrf();
  const stop = useRef<AbortController>(undefined);
  const [tally, setTally] = useState<Tally>(nothingYet);
  const [lines, setLines] = useState(0);
  const chosen = flag ?? flags[0];

  const asking = useMutation({
    mutationFn: async ({ file, of }: { file: File; of: string }) => {
      const controller = new AbortController();
      stop.current = controller;
      const { signal } = controller;
      setTally(nothingYet);
      const type = await rowTypeOf(file);
      const all = await countLines(file, signal);
      setLines(type === 'text/csv' ? all - 1 : all);
      let now = nothingYet;
      let drawn = performance.now();
      for await (const rows of askAudience({ project, environment, flag: of, file, type, csrf, signal })) {
        now = tallied(now, rows);
        if (performance.now() - drawn > DRAW_MILLIS) {
          drawn = performance.now();
          setTally(now);
        }
      }
      setTally(now);
    },
  });
  const stopped = stop.current?.signal.aborted === true;
  return (
    <Panel
      title="Who is in?"
      lead="Drop a list of your own: a CSV whose columns are targetingKey, ip, or attributes (age:number, beta:boolean), or a context a line as NDJSON. It is decided row by row and kept nowhere."
    >
      <div className={classes.controls}>
        <NativeSelect
          label="Flag"
          value={chosen ?? ''}
          data={[...flags]}
          disabled={asking.isPending || flags.length === 0}
          onChange={(event) => onFlag(event.currentTarget.value)}
        />
      </div>
      {chosen === undefined ? (
        <p className={classes.more}>There is no flag yet.</p>
      ) : (
        <FileDrop
          label="A list of contexts"
          accept=".csv,.ndjson,.jsonl,text/csv,application/x-ndjson"
          disabled={asking.isPending}
          onFile={(file) => asking.mutate({ file, of: chosen })}
        >
          <strong>Drop a CSV here</strong>, or choose one: who gets what of {chosen} in {environment}?
        </FileDrop>
      )}
      {asking.isPending && (
        <div className={classes.progress}>
          <progress aria-label="Rows decided" max={Math.max(lines, 1)} value={tally.rows} />
          <span>
            {number.format(tally.rows)} of {number.format(lines)} rows{' '}
            <Button size="compact-xs" variant="default" onClick={() => stop.current?.abort()}>
              Stop
            </Button>
          </span>
        </div>
      )}
      {asking.error && !stopped && <Failure what="The list could not be decided" error={asking.error} />}
      {tally.rows > 0 && <Result key={asking.submittedAt} tally={tally} running={asking.isPending} />}
    </Panel>
  );
}

function Result({ tally, running }: { tally: Tally; running: boolean }) {
  const { variations, samples, odd, oddCount, totals } = tally;
  const names = [...variations.keys()].sort();
  const [shown, setShown] = useState<string>();
  const open = shown ?? names[0] ?? '';
  const decided = tally.rows - oddCount;
  const rows = samples.get(open) ?? [];
  return (
    <>
      <p className={classes.chosen} role="status">
        {running ? 'So far: ' : ''}
        {number.format(decided)} contexts decided
        {oddCount > 0 && `, ${count(oddCount, 'row')} that can't be read`}
        {totals &&
          totals.bucketKeyMissing > 0 &&
          `, ${number.format(totals.bucketKeyMissing)} without a key to split by`}
        {totals?.complete === false && `; not all: ${totals.error ?? 'the list was cut off'}`}
      </p>
      <ul className={classes.tallies} aria-label="How many get what">
        {names.map((name) => {
          const some = variations.get(name) ?? 0;
          return (
            <li key={name} className={classes.tally}>
              <strong>{name}</strong>
              <meter min={0} max={Math.max(decided, 1)} value={some} aria-label={`Share of ${name}`} />
              <span className={classes.number}>
                {number.format(some)} ({((100 * some) / Math.max(decided, 1)).toFixed(1)} %)
              </span>
            </li>
          );
        })}
      </ul>
      {names.length > 1 && (
        <SegmentedControl aria-label="Whom to list" value={open} data={names} onChange={setShown} mb="sm" />
      )}
      <Table label={`Who gets ${open}`} columns={['Row', 'Targeting key', 'Reason', 'Place']}>
        {rows.map(({ row, targetingKey, reason, place }) => (
          <tr key={row}>
            <td data-label="Row">{row}</td>
            <td data-label="Targeting key">{targetingKey ?? '(none)'}</td>
            <td data-label="Reason">{reason}</td>
            <td data-label="Place">{place ?? ''}</td>
          </tr>
        ))}
      </Table>
      {(variations.get(open) ?? 0) > MOST_SAMPLES && <p className={classes.more}>The first {MOST_SAMPLES} of them.</p>}
      {odd.length > 0 && (
        <Table label="Rows that can't be read" columns={['Row', 'Why']}>
          {odd.map(({ row, error }) => (
            <tr key={row}>
              <td data-label="Row">{row}</td>
              <td data-label="Why">{error}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
