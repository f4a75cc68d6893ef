import { useState } from 'react';
import type { Schema } from '../../shared/http';
import { instanceName } from '../../shared/instance-name';
import { Icon } from '../../shared/ui/icon';
import { MomentText } from '../../shared/ui/moment-text';
import { count } from '../../shared/words';
import type { Attempt, Attempts, KeyUse } from './api/list-attempts';
import { advice, nameOfAttempt, nameOfUse, newsOf } from './news';
import classes from './waiting.module.css';

type Instance = Schema<'Instance'>;

interface Props {
  project: string;
  environment: string;
  /** Who follows the environment; undefined before that is known. */
  instances: readonly Instance[] | undefined;
  /** Who called with keys; undefined before that is known, or where one may not see it. */
  attempts: Attempts | undefined;
  /** Why one may not see what was refused. */
  hidden: string | undefined;
}

const TICK = 'M5 12.5l4.5 4.5L19 7.5';
const CROSS = 'M12 7v6M12 16.5v.5M12 3l9.5 17h-19z';

/** Waits for a program to connect, and says what comes instead. Made anew for each environment. */
export function Waiting({ project, environment, instances, attempts, hidden }: Props) {
  const [start, setStart] = useState<{ instances: ReadonlySet<string>; attempts: Attempts | undefined }>();
  if (start === undefined && instances && (attempts || hidden !== undefined)) {
    setStart({ instances: new Set(instances.map(({ instance }) => instance)), attempts });
  }
  const connected = (instances ?? []).filter(({ lost }) => !lost);
  const arrived = connected.filter(({ instance }) => start && !start.instances.has(instance));
  const news =
    start?.attempts && attempts
      ? newsOf(start.attempts, attempts, environment)
      : { failed: [], asking: [], elsewhere: [] };
  // What went wrong before it went right is no news any more; but that events are held back is true until they come.
  const isOver = (at: string) => arrived.some(({ connectedAt }) => Date.parse(at) < Date.parse(connectedAt));
  const polls = arrived.some(({ polling }) => polling);
  const failed = news.failed.filter(
    ({ trouble, lastAt }) => !isOver(lastAt) || (polls && trouble === 'unheard-stream'),
  );
  const elsewhere = news.elsewhere.filter(({ lastUsedAt }) => !isOver(lastUsedAt));
  const earlier = (attempts?.items ?? []).filter((attempt) => !failed.includes(attempt));
  const state = arrived.length > 0 || news.asking.length > 0 ? 'arrived' : connected.length > 0 ? 'some' : 'none';

  return (
    <div className={classes.waiting}>
      <div className={classes.state} data-state={state} role="status">
        <span className={classes.mark} aria-hidden="true">
          {state === 'arrived' && <Icon lines={TICK} size={22} />}
        </span>
        <div>
          <strong className={classes.headline}>
            {state === 'arrived'
              ? headline(arrived, news.asking, environment)
              : `Waiting for the first call to ${environment}`}
          </strong>
          <p className={classes.words}>
            {state === 'arrived' &&
              'From now on it hears of every change, and decides by itself while the server is away.'}
            {state === 'some' &&
              `${count(connected.length, 'instance')} ${connected.length === 1 ? 'follows' : 'follow'} it already; this turns green with a new one.`}
            {state === 'none' && 'Start your program with these lines. Nothing has to be reloaded here.'}
          </p>
        </div>
      </div>

      {arrived.length > 0 && (
        <ul className={classes.list} aria-label="Connected just now">
          {arrived.map((instance) => (
            <Arrived key={instance.session ?? instance.instance} instance={instance} />
          ))}
        </ul>
      )}

      {elsewhere.map((use) => (
        <Trouble
          key={nameOfUse(use)}
          isNews
          title={`${use.application} connected to ${use.environment}, not to ${environment}`}
          words={`Its key is one of ${use.environment}. Give it a key of ${environment}, or choose ${use.environment} above.`}
        />
      ))}
      {failed.map((attempt) => (
        <FailedAttempt key={nameOfAttempt(attempt)} attempt={attempt} isNews />
      ))}
      {earlier.length > 0 && (
        <details className={classes.earlier}>
          <summary>{count(earlier.length, 'program')} called in vain within the last hour</summary>
          {earlier.map((attempt) => (
            <FailedAttempt key={nameOfAttempt(attempt)} attempt={attempt} isNews={false} />
          ))}
        </details>
      )}
      {hidden !== undefined && (
        <p className={classes.hidden}>
          Why a program is refused is shown to administrators of {project}. {hidden}
        </p>
      )}
    </div>
  );
}

function headline(arrived: readonly Instance[], asking: readonly KeyUse[], environment: string): string {
  const [first] = arrived;
  if (first) {
    return arrived.length === 1
      ? `${first.application} is connected to ${environment}`
      : `${count(arrived.length, 'instance')} are connected to ${environment}`;
  }
  return `${asking[0]?.application ?? 'A page'} asks ${environment} for its decisions`;
}

function Arrived({
  instance: { instance, application, sdk, node, polling, acked, connectedAt },
}: {
  instance: Instance;
}) {
  return (
    <li className={classes.instance}>
      <strong>{instanceName(instance, application)}</strong> by {sdk} at {node}, <MomentText at={connectedAt} />
      {acked ? `; revision ${acked.revision} is in force` : '; nothing acknowledged yet'}
      {polling && (
        <p className={classes.polling}>
          It polls every 15 seconds: something on the way, mostly a proxy that buffers, holds the stream back.
        </p>
      )}
    </li>
  );
}

function FailedAttempt({ attempt, isNews }: { attempt: Attempt; isNews: boolean }) {
  const { application, address, trouble, words, lastAt, count: times } = attempt;
  const who = application === 'unnamed' ? 'A program' : application;
  return (
    <Trouble
      title={`${who}${address === '' ? '' : ` at ${address}`} ${trouble === 'unheard-stream' ? 'heard nothing' : 'was not let in'}`}
      words={`${sentence(words)} ${advice[trouble]}`}
      last={lastAt}
      times={times}
      isNews={isNews}
    />
  );
}

interface TroubleProps {
  title: string;
  words: string;
  last?: string;
  times?: number;
  /** Whether it has just happened, and so is said aloud. */
  isNews: boolean;
}

function Trouble({ title, words, last, times, isNews }: TroubleProps) {
  return (
    <div className={classes.trouble} {...(isNews ? { role: 'alert' } : {})}>
      <Icon lines={CROSS} size={20} />
      <div>
        <strong>{title}</strong>
        <p className={classes.words}>{words}</p>
        {last !== undefined && (
          <p className={classes.last}>
            {times === 1 ? 'Once' : `${times} times`}, last <MomentText at={last} />
          </p>
        )}
      </div>
    </div>
  );
}

/** "it came without a key" as a sentence of its own. */
function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
