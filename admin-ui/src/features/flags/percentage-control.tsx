import { Button, NativeSelect, Slider, TextInput } from '@mantine/core';
import { type KeyboardEvent, useId, useState } from 'react';
import { EVERYONE, formatPercent, ONE_PERCENT, parsePercent, type Thousandths } from '../../shared/thousandths';
import type { PercentageChange } from './api/set-percentage';
import classes from './percentage-control.module.css';
import { likelyRamp, type Ramp, whatMoves } from './serves';

interface Props {
  flag: string;
  ramps: readonly Ramp[];
  enabled: boolean;
  busy: boolean;
  /** What the server said about the percentage that was sent last. */
  error: string | undefined;
  /** Resolves once it is known; rejects when it was refused. */
  onApply(change: PercentageChange): Promise<unknown>;
  /** The person goes on typing: what was said about the last try is past. */
  onEdit(): void;
}

const STEPS: readonly Thousandths[] = [0, 1, 5, 10, 25, 50, 100].map((percent) => percent * ONE_PERCENT);
const MOVES: Readonly<Record<string, Thousandths>> = {
  ArrowUp: 1,
  ArrowDown: -1,
  PageUp: ONE_PERCENT,
  PageDown: -ONE_PERCENT,
};
const EXPECTED = 'Expected 0 to 100 with at most 3 decimals';

/**
 * The percentage of one variation at the fallthrough: a slider for the rough, a field for the fine (arrow keys move by
 * 0.001, with Shift by 1). Nothing happens before Apply; until then the page says what would move.
 */
export function PercentageControl({ flag, ramps, enabled, busy, error, onApply, onEdit }: Props) {
  const labelId = useId();
  const [chosen, setChosen] = useState<string>();
  // Undefined: untouched, so the control follows the server.
  const [typed, setTyped] = useState<string>();
  const ramp = ramps.find((one) => one.variation === chosen) ?? likelyRamp(ramps);
  if (!ramp) {
    return null;
  }

  const draft = typed === undefined ? ramp.present : parsePercent(typed);
  const dirty = draft !== undefined && draft !== ramp.present;
  const fault = error ?? (draft === undefined ? EXPECTED : undefined);

  const edit = (text: string | undefined) => {
    setTyped(text);
    onEdit();
  };
  const move = (by: Thousandths) => edit(formatPercent(Math.min(Math.max((draft ?? ramp.present) + by, 0), EVERYONE)));
  const apply = async (enable: boolean) => {
    if (draft === undefined || busy || (!dirty && !enable)) {
      return;
    }
    try {
      await onApply({ variation: ramp.variation, thousandths: draft, enable });
      setTyped(undefined);
    } catch {
      // Shown where it belongs: at the field, or by the card. What was typed stays.
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = MOVES[event.key];
    if (step !== undefined) {
      move(event.shiftKey ? Math.sign(step) * ONE_PERCENT : step);
    } else if (event.key === 'Enter') {
      void apply(false);
    } else if (event.key === 'Escape') {
      edit(undefined);
    } else {
      return;
    }
    event.preventDefault();
  };

  const name = `Percentage of ${ramp.variation} for ${flag}`;
  return (
    <fieldset className={classes.control}>
      <legend className={classes.legend} id={labelId}>
        <span>Percentage of</span>
        {ramps.length > 1 ? (
          <NativeSelect
            size="xs"
            aria-label={`Variation whose percentage of ${flag} to set`}
            value={ramp.variation}
            data={ramps.map((one) => one.variation)}
            onChange={(event) => {
              setChosen(event.currentTarget.value);
              edit(undefined);
            }}
          />
        ) : (
          <strong>{ramp.variation}</strong>
        )}
        <span className={classes.by}>
          by {ramp.by}
          {ramp.most < EVERYONE && `, at most ${formatPercent(ramp.most)} %`}
          {!enabled && ', once enabled'}
        </span>
      </legend>
      <div className={classes.row}>
        <Slider
          className={classes.slider ?? ''}
          min={0}
          max={EVERYONE}
          step={ONE_PERCENT}
          value={draft ?? ramp.present}
          onChange={(value) => edit(formatPercent(value))}
          label={null}
          color={enabled ? 'var(--sluice-accent)' : 'var(--sluice-dim)'}
          thumbLabel={name}
          thumbValueText={(value) => `${formatPercent(value)} %`}
          disabled={busy}
        />
        <TextInput
          className={classes.field ?? ''}
          role="spinbutton"
          aria-label={name}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={(draft ?? ramp.present) / ONE_PERCENT}
          aria-valuetext={`${typed ?? formatPercent(ramp.present)} %`}
          inputMode="decimal"
          autoComplete="off"
          value={typed ?? formatPercent(ramp.present)}
          onChange={(event) => edit(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          error={fault !== undefined}
          aria-errormessage={fault === undefined ? undefined : `${labelId}-fault`}
          rightSection={<span aria-hidden="true">%</span>}
          disabled={busy}
        />
      </div>
      {fault !== undefined && (
        <p className={classes.fault} id={`${labelId}-fault`} role="alert">
          {fault}
        </p>
      )}
      <div className={classes.steps}>
        {STEPS.map((step) => (
          <button
            key={step}
            type="button"
            className={classes.step}
            aria-pressed={draft === step}
            aria-label={`${formatPercent(step)} % of ${ramp.variation} for ${flag}`}
            disabled={busy}
            onClick={() => edit(formatPercent(step))}
          >
            {formatPercent(step)} %
          </button>
        ))}
      </div>
      {dirty && (
        <div className={classes.draft}>
          <p className={classes.moves} role="status">
            {whatMoves(ramp, draft, enabled)}
          </p>
          <div className={classes.buttons}>
            <Button size="xs" variant="default" onClick={() => edit(undefined)} disabled={busy}>
              Discard
            </Button>
            {!enabled && (
              <Button size="xs" variant="default" onClick={() => void apply(true)} loading={busy}>
                Apply and enable
              </Button>
            )}
            <Button size="xs" onClick={() => void apply(false)} loading={busy}>
              Apply {formatPercent(draft)} %
            </Button>
          </div>
        </div>
      )}
    </fieldset>
  );
}
