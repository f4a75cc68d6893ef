import { TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { writeJson } from '../../shared/json';
import { keys } from '../../shared/keys';
import { Empty } from '../../shared/ui/empty';
import { Failure } from '../../shared/ui/failure';
import { Panel } from '../../shared/ui/panel';
import { count } from '../../shared/words';
import { type Context, type Decision, evaluate } from './api/evaluate';
import { ContextFields } from './context-fields';
import { type ContextDraft, contextOf } from './context-form';
import { Explanation } from './explanation';
import classes from './why.module.css';

interface Props {
  project: string;
  environment: string;
  /** Who is asked about. */
  draft: ContextDraft;
  onDraft(draft: ContextDraft): void;
  flag: string | undefined;
  onFlag(flag: string | undefined): void;
  /** What one can do about the flag that is looked at. */
  actsOf(flag: string): ReactNode;
}

const SHOWN = 200;
const NO_ERRORS: ReadonlyMap<number, string> = new Map();

/** What every flag decides for one context, and why. */
export function WhyOne({ project, environment, draft, onDraft, flag, onFlag, actsOf }: Props) {
  const csrf = useCsrf();
  const [errors, setErrors] = useState(NO_ERRORS);
  const [asked, setAsked] = useState<Context>();
  const [filter, setFilter] = useState('');
  const asking = useMutation({
    mutationFn: (context: Context) =>
      evaluate({ project, environment, context, csrf, signal: new AbortController().signal }),
  });
  const ask = () => {
    const read = contextOf(draft);
    if ('errors' in read) {
      setErrors(read.errors);
      return;
    }
    setErrors(NO_ERRORS);
    setAsked(read.context);
    asking.mutate(read.context);
  };

  const decisions = Object.entries(asking.data?.decisions ?? {});
  const wanted = filter.trim().toLowerCase();
  const found = decisions.filter(([key]) => key.toLowerCase().includes(wanted));
  return (
    <>
      <Panel
        title="Who is asking?"
        lead="Decided by the engine that programs have, on the state that is in force here."
      >
        <ContextFields draft={draft} errors={errors} busy={asking.isPending} onChange={onDraft} onAsk={ask} />
        {asking.error && <Failure what="Nothing was decided" error={asking.error} />}
      </Panel>
      {asking.data && asked && (
        <Panel
          title={`What they get in ${environment}`}
          lead={`${count(decisions.length, 'flag')} at revision ${asking.data.revision}. Choose one to see why.`}
          aside={
            decisions.length > 8 && (
              <TextInput
                aria-label="Filter the flags"
                placeholder="Filter"
                value={filter}
                onChange={(event) => setFilter(event.currentTarget.value)}
              />
            )
          }
        >
          {decisions.length === 0 && (
            <Empty title="No flags yet">
              <p>There is nothing to decide in {environment}.</p>
            </Empty>
          )}
          <ul className={classes.decisions} aria-label="Decisions">
            {found.slice(0, SHOWN).map(([key, decision]) => (
              <li key={key} className={classes.decision} data-open={key === flag}>
                <button
                  type="button"
                  className={classes.line}
                  aria-expanded={key === flag}
                  onClick={() => onFlag(key === flag ? undefined : key)}
                >
                  <strong>{key}</strong>
                  <span className={classes.value}>{valueWords(decision)}</span>
                  <span className={classes.reason}>{reasonWords(decision)}</span>
                </button>
                {key === flag && (
                  <Why project={project} environment={environment} context={asked} flag={key} acts={actsOf(key)} />
                )}
              </li>
            ))}
          </ul>
          {found.length > SHOWN && (
            <p className={classes.more}>And {count(found.length - SHOWN, 'more flag')}: filter by name to see them.</p>
          )}
          {decisions.length > 0 && found.length === 0 && (
            <p className={classes.more}>No flag has {filter} in its name.</p>
          )}
        </Panel>
      )}
    </>
  );
}

interface WhyProps {
  project: string;
  environment: string;
  context: Context;
  flag: string;
  acts: ReactNode;
}

function Why({ project, environment, context, flag, acts }: WhyProps) {
  const csrf = useCsrf();
  const explained = useQuery({
    queryKey: keys.why(project, environment, flag, writeJson(context)),
    queryFn: ({ signal }) => evaluate({ project, environment, context, flag, csrf, signal }),
  });
  const explanation = explained.data?.decisions[flag]?.explanation;
  return (
    <div className={classes.why}>
      {explained.isPending && <p role="status">Asking why …</p>}
      {explained.error && (
        <Failure what="It could not be explained" error={explained.error} onRetry={() => void explained.refetch()} />
      )}
      {explanation && <Explanation steps={explanation.steps} />}
      <div className={classes.acts}>{acts}</div>
    </div>
  );
}

function valueWords({ variation, value, errorCode }: Decision): string {
  if (errorCode) {
    return 'the default of the code';
  }
  const text = value === undefined ? 'nothing' : writeJson(value);
  const short = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return variation == null ||
    variation === text ||
    (variation === 'on' && value === true) ||
    (variation === 'off' && value === false)
    ? (variation ?? 'the default of the code')
    : `${variation} = ${short}`;
}

function reasonWords({ reason, place, errorCode, bucketKeyMissing }: Decision): string {
  const at = place == null ? '' : ` at ${place}`;
  const missing = bucketKeyMissing ? ', no key to split by' : '';
  return `${(errorCode ?? reason).toLowerCase().replaceAll('_', ' ')}${at}${missing}`;
}
