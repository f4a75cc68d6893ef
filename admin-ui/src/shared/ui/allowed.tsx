import { Tooltip, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import type { May } from '../may';
import classes from './allowed.module.css';

interface Props {
  may: May;
  /** Draws the control; what it is given disables it where one may not, and says why to those who hear the page. */
  children: (props: { disabled?: true; 'aria-describedby'?: string }) => ReactNode;
}

/** A control that one may not use is still there, and says why: on hover, by keyboard and to screen readers. */
export function Allowed({ may, children }: Props) {
  const id = useId();
  if (may.may) {
    return children({});
  }
  return (
    <Tooltip label={may.why} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is disabled takes no focus, and its reason must be reachable */}
      <span className={classes.allowed} tabIndex={0} role="note" aria-describedby={id}>
        {children({ disabled: true, 'aria-describedby': id })}
        <VisuallyHidden id={id}>{may.why}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}
