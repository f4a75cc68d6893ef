import { Switch } from '@mantine/core';
import { useId } from 'react';
import classes from './flag-switch.module.css';

interface Props {
  flag: string;
  environment: string;
  enabled: boolean;
  /** What touching it will do, in words. */
  consequence: string;
  busy: boolean;
  onSwitch(enable: boolean): void;
}

/** Enables or disables a flag, and says beforehand what that will do. */
export function FlagSwitch({ flag, environment, enabled, consequence, busy, onSwitch }: Props) {
  const id = useId();
  return (
    <div className={classes.switch}>
      <Switch
        size="md"
        checked={enabled}
        disabled={busy}
        onChange={(event) => onSwitch(event.currentTarget.checked)}
        label={enabled ? 'Enabled' : 'Disabled'}
        labelPosition="left"
        aria-label={`${enabled ? 'Enabled' : 'Disabled'}: ${flag} in ${environment}`}
        aria-describedby={id}
        classNames={{ label: classes.label ?? '', track: classes.track ?? '' }}
      />
      <p id={id} className={classes.consequence}>
        {consequence}
      </p>
    </div>
  );
}
