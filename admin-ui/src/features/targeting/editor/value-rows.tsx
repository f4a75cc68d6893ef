import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { readNumber, writeJson } from '../../../shared/json';
import type { Circle, Value } from '../model/draft';
import { FaultText } from './fault-text';
import { useFaults } from './faults';
import classes from './value-rows.module.css';

interface Props {
  kind: 'number' | 'time' | 'circle';
  /** Of the clause, in words, for those who do not see where a field stands. */
  label: string;
  pointer: string;
  values: readonly Value[];
  onChange(values: readonly Value[]): void;
  disabled?: boolean;
}

/** Values that have a form of their own, one below the other; any of them will do. */
export function ValueRows({ kind, label, pointer, values, onChange, disabled = false }: Props) {
  // An operator that has no value yet shows the field for the first.
  const rows: readonly (Value | undefined)[] = values.length === 0 ? [undefined] : values;
  const change = (index: number, value: Value | undefined) => {
    const next = rows.map((row, i) => (i === index ? value : row));
    onChange(next.filter((one) => one !== undefined));
  };
  return (
    <div className={classes.rows}>
      {rows.map((value, index) => {
        const place = { label: rows.length > 1 ? `${label}, ${index + 1}` : label, pointer: `${pointer}/${index}` };
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a value has no name but its place
          <div key={index} className={classes.row}>
            {kind === 'number' && (
              <NumberValue {...place} value={value} disabled={disabled} onChange={(next) => change(index, next)} />
            )}
            {kind === 'time' && (
              <TimeValue {...place} value={value} disabled={disabled} onChange={(next) => change(index, next)} />
            )}
            {kind === 'circle' && (
              <CircleValue {...place} value={value} disabled={disabled} onChange={(next) => change(index, next)} />
            )}
            {rows.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove ${place.label}`}
                disabled={disabled}
                onClick={() => onChange(values.filter((_, i) => i !== index))}
              >
                ×
              </ActionIcon>
            )}
            <FaultText pointer={place.pointer} />
          </div>
        );
      })}
      <FaultText pointer={pointer} />
      {values.length > 0 && kind !== 'number' && (
        <Button
          className={classes.add ?? ''}
          size="compact-xs"
          variant="subtle"
          disabled={disabled}
          onClick={() => onChange([...values, kind === 'time' ? '' : {}])}
        >
          or another
        </Button>
      )}
    </div>
  );
}

interface ValueProps<T> {
  label: string;
  pointer: string;
  value: Value | undefined;
  disabled: boolean;
  onChange(value: T | undefined): void;
}

/** What was typed stands until it is a number: "1." on the way to "1.5" is none yet. */
function NumberValue({ label, pointer, value, disabled, onChange }: ValueProps<number | bigint | string>) {
  const [typed, setTyped] = useState<string>();
  const stored = value === undefined || typeof value === 'string' ? (value ?? '') : writeJson(value);
  const shown = typed !== undefined && sameNumber(typed, value) ? typed : stored;
  return (
    <TextInput
      className={classes.number ?? ''}
      aria-label={label}
      inputMode="decimal"
      autoComplete="off"
      placeholder="a number"
      value={shown}
      disabled={disabled}
      error={useFaults().at(pointer) !== undefined}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        onChange(text.trim() === '' ? undefined : numberOf(text));
      }}
    />
  );
}

/** The number, or the text if it is none that can be kept: then the field can say what it expects. */
function numberOf(text: string): number | bigint | string {
  const plain = text.trim().replace(',', '.');
  return readNumber(plain) ?? plain;
}

function sameNumber(typed: string, value: Value | undefined): boolean {
  return typed.trim() === '' ? value === undefined : numberOf(typed) === value;
}

/** A moment by UTC, so that everyone who reads the rule reads the same. */
function TimeValue({ label, pointer, value, disabled, onChange }: ValueProps<Value>) {
  const moment = typeof value === 'number' || (typeof value === 'string' && value) ? new Date(value) : undefined;
  const known = moment !== undefined && !Number.isNaN(moment.getTime());
  return (
    <div className={classes.time}>
      <input
        className={classes.native}
        type="datetime-local"
        step={1}
        aria-label={`${label}, UTC`}
        aria-invalid={useFaults().at(pointer) !== undefined}
        value={known ? moment.toISOString().slice(0, 19) : ''}
        disabled={disabled}
        onChange={(event) => {
          const text = event.currentTarget.value;
          onChange(text === '' ? undefined : `${text.length === 16 ? `${text}:00` : text}Z`);
        }}
      />
      <span className={classes.unit}>UTC</span>
      {known && <span className={classes.local}>{`= ${moment.toLocaleString('en-GB')} here`}</span>}
    </div>
  );
}

const CIRCLE = [
  ['latitude', 'Latitude', ''],
  ['longitude', 'Longitude', ''],
  ['km', 'Distance', 'km'],
] as const;

function CircleValue({ label, value, disabled, onChange, pointer }: ValueProps<Circle>) {
  const circle: Circle = typeof value === 'object' ? value : {};
  return (
    <div className={classes.circle}>
      {CIRCLE.map(([name, title, unit]) => (
        <div key={name} className={classes.part}>
          <span>{title}</span>
          <NumberValue
            label={`${title} of ${label}`}
            pointer={pointer}
            value={circle[name]}
            disabled={disabled}
            onChange={(next) => onChange({ ...circle, [name]: next } as Circle)}
          />
          {unit && <span>{unit}</span>}
        </div>
      ))}
    </div>
  );
}
