import { Badge, Switch } from '@mantine/core';
import { useId } from 'react';
import type { Schema } from '../../shared/http';
import type { May } from '../../shared/may';
import { Allowed } from '../../shared/ui/allowed';
import { MomentText } from '../../shared/ui/moment-text';
import type { FlagSummary } from './api/list-flags';
import { ExposureBar } from './exposure-bar';
import classes from './flag-head.module.css';
import { useSwitching } from './switching';

interface Props {
  project: string;
  environment: string;
  flag: FlagSummary;
  here: Schema<'FlagInEnvironment'>;
  off: string | undefined;
  may: May;
}

/** Who gets what now, in one sentence, and the switch. */
export function FlagHead({ project, environment, flag, here, off, may }: Props) {
  const id = useId();
  const { ask, busy } = useSwitching(project, flag.key, environment);
  return (
    <section className={classes.head} aria-label={`${flag.key} in ${environment} now`} data-enabled={here.enabled}>
      <div className={classes.top}>
        <div className={classes.words}>
          <p className={classes.sentence} aria-live="polite">
            {here.sentence}
          </p>
          <p className={classes.last}>
            Changed <MomentText at={here.lastChange.at} /> by <strong>{here.lastChange.actor}</strong>
            {here.lastChange.comment && <>: “{here.lastChange.comment}”</>}
          </p>
        </div>
        <div className={classes.switch}>
          <Allowed may={may}>
            {(props) => (
              <Switch
                size="lg"
                checked={here.enabled}
                onChange={() => void ask(here)}
                label={here.enabled ? 'Enabled' : 'Disabled'}
                labelPosition="left"
                aria-label={`${flag.key} in ${environment}`}
                aria-describedby={id}
                aria-busy={busy}
                {...props}
              />
            )}
          </Allowed>
          <p id={id} className={classes.consequence}>
            {here.switching}
          </p>
        </div>
      </div>
      <ExposureBar
        variations={Object.keys(flag.variations)}
        exposure={here.exposure}
        off={off}
        afterRules={here.enabled && here.rules > 0}
      />
      <div className={classes.about}>
        <Badge variant="light" color="gray" size="sm" tt="none">
          {flag.type}
        </Badge>
        {flag.tags.map((tag) => (
          <Badge key={tag} variant="light" size="sm" tt="none">
            {tag}
          </Badge>
        ))}
        {flag.owner && <span>owned by {flag.owner}</span>}
        {flag.temporary && <span>temporary{flag.expires ? `, until ${flag.expires}` : ''}</span>}
        {flag.clientVisible && <span>visible to clients</span>}
        {flag.description && <span className={classes.description}>{flag.description}</span>}
        {flag.runbook && <Runbook runbook={flag.runbook} />}
      </div>
    </section>
  );
}

/** An address can be followed; anything else is only read. */
function Runbook({ runbook }: { runbook: string }) {
  return /^https?:\/\//.test(runbook) ? (
    <a href={runbook} target="_blank" rel="noreferrer noopener">
      Runbook
    </a>
  ) : (
    <span className={classes.description}>Runbook: {runbook}</span>
  );
}
