import { Radio, Slider, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { EVERYONE, formatPercent, ONE_PERCENT, parsePercent, type Thousandths } from '../../../shared/thousandths';
import { VariationMark } from '../../../shared/ui/variation-mark';
import type { SplitDraft } from '../model/draft';
import { mostOf, withRest, withShare } from '../model/split';
import { FaultText } from './fault-text';
import { useFaults } from './faults';
import classes from './serve-editor.module.css';

interface Props {
  name: string;
  pointer: string;
  split: SplitDraft;
  variation: string;
  variations: readonly string[];
  off: string | undefined;
  /** What the rest has. */
  free: Thousandths;
  /** The group of radio buttons that say who takes the rest. */
  radio: string;
  onSplit(split: SplitDraft): void;
  disabled: boolean;
}

const MOVES: Readonly<Record<string, Thousandths>> = {
  ArrowUp: 1,
  ArrowDown: -1,
  PageUp: ONE_PERCENT,
  PageDown: -ONE_PERCENT,
};

/**
 * One variation of a split: a slider for the rough, a field for the fine (arrow keys move by 0.001, with Shift by 1), or
 * what is left over if it takes the rest. The slider stops where the others begin.
 */
export function ShareRow({ name, pointer, split, variation, variations, off, free, radio, onSplit, disabled }: Props) {
  const faults = useFaults();
  // What was typed stands while it means the share that is set: "12." on the way to "12.5".
  const [typed, setTyped] = useState<string>();
  const isRest = (split.rest ?? off) === variation;
  const share = isRest ? Math.max(free, 0) : (split.percent[variation] ?? 0);
  const unreadable = typed !== undefined && parsePercent(typed) === undefined;
  const shown = typed !== undefined && (unreadable || parsePercent(typed) === share) ? typed : formatPercent(share);
  const label = `Percentage of ${variation} for ${name}`;

  const set = (next: Thousandths) => {
    setTyped(undefined);
    onSplit(withShare(split, variation, Math.min(Math.max(next, 0), EVERYONE)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = MOVES[event.key];
    if (step !== undefined) {
      event.preventDefault();
      set(share + (event.shiftKey ? Math.sign(step) * ONE_PERCENT : step));
    }
  };

  return (
    <li className={classes.share}>
      <div className={classes.who}>
        <VariationMark variation={variation} variations={variations} off={off} />
      </div>
      {isRest ? (
        <span className={classes.restBar} aria-hidden="true" />
      ) : (
        <Slider
          className={classes.slider ?? ''}
          min={0}
          max={EVERYONE}
          step={ONE_PERCENT}
          value={share}
          label={null}
          color="var(--sluice-accent)"
          thumbLabel={label}
          thumbValueText={(value) => `${formatPercent(value)} %`}
          disabled={disabled}
          onChange={(value) => set(Math.min(value, mostOf(split, variation)))}
        />
      )}
      {isRest ? (
        <output className={classes.restShare} aria-label={`Share of ${variation} for ${name}`}>
          {formatPercent(share)} %
        </output>
      ) : (
        <TextInput
          className={classes.field ?? ''}
          size="xs"
          role="spinbutton"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={share / ONE_PERCENT}
          aria-valuetext={`${shown} %`}
          inputMode="decimal"
          autoComplete="off"
          value={shown}
          error={unreadable || faults.at(pointer) !== undefined}
          rightSection={<span aria-hidden="true">%</span>}
          disabled={disabled}
          onChange={(event) => {
            const text = event.currentTarget.value;
            const next = parsePercent(text);
            setTyped(text);
            if (next !== undefined) {
              onSplit(withShare(split, variation, next));
            }
          }}
          onBlur={() => setTyped(undefined)}
          onKeyDown={onKeyDown}
        />
      )}
      <Radio
        size="xs"
        name={radio}
        label="rest"
        aria-label={`${variation} gets the rest of ${name}`}
        checked={isRest}
        disabled={disabled}
        onChange={() => onSplit(withRest(split, variation, off))}
      />
      {unreadable && (
        <p className={classes.unreadable} role="alert">
          Expected 0 to 100 with at most 3 decimals
        </p>
      )}
      <FaultText pointer={pointer} />
    </li>
  );
}
